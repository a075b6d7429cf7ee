"""How the mail server is spoken to: encrypted where it must be, certificates verified, faults told apart."""

import ssl
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from server.mail.transport import MailError, ServerFailed, SmtpMailer
from server.secret import Secret
from server.smtp_server import Security, SmtpServer
from tests.smtp_sink import smtp_sink


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost` with its key, signed by nobody."""
    made = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(  # noqa: S603
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",  # noqa: S607
         "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", made, "-out", made.with_suffix(".crt")],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + made.with_suffix(".crt").read_text())
    return made


def serving(certificate: Path) -> ssl.SSLContext:
    """The server's side."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def trusting(certificate: Path) -> ssl.SSLContext:
    """A client that trusts this certificate."""
    return ssl.create_default_context(cafile=str(certificate.with_suffix(".crt")))


def mail() -> EmailMessage:
    """A short one."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Hello", "p@example.org", "bob@example.org"
    message.set_content("Hello.")
    return message


async def fault(mailer: SmtpMailer, recipient: str = "bob@example.org") -> str:
    """Why a mail is not sent; empty if it is."""
    try:
        await mailer.send(mail(), "p@example.org", recipient)
    except MailError as error:
        return error.why
    return ""


@pytest.mark.parametrize("security", ["starttls", "tls", "offered"])
async def test_encrypted(certificate: Path, security: Security) -> None:
    """A trusted server takes mail over TLS, and one whose certificate nobody vouches for does not get it."""
    async with smtp_sink(tls=serving(certificate), security=security) as sink:
        server = SmtpServer("localhost", sink.server.port, security)
        assert not await fault(SmtpMailer(server, trusting(certificate)))
        assert await fault(SmtpMailer(server)) == "tls_failed"
        assert len(sink.mails) == 1


async def test_name_of_the_certificate(certificate: Path) -> None:
    """A certificate for another name is refused."""
    async with smtp_sink(tls=serving(certificate), security="starttls") as sink:
        assert await fault(SmtpMailer(sink.server, trusting(certificate))) == "tls_failed"


async def test_no_encryption_where_it_must_be() -> None:
    """A server that offers none gets neither mail nor password."""
    async with smtp_sink(security="starttls") as sink:
        server = SmtpServer("127.0.0.1", sink.server.port, "starttls", "parley", Secret("hush"))
        assert await fault(SmtpMailer(server)) == "tls_failed"
        assert not sink.users


@pytest.mark.parametrize(("password", "why"), [("hush", ""), ("wrong", "sign_in_refused")])
async def test_sign_in(certificate: Path, password: str, why: str) -> None:
    """A wrong password is the server's fault to mend, not a mail's."""
    async with smtp_sink(tls=serving(certificate), security="starttls") as sink:
        server = SmtpServer("localhost", sink.server.port, "starttls", "parley", Secret(password))
        assert await fault(SmtpMailer(server, trusting(certificate))) == why
        assert sink.users[0] == "parley"


async def test_nobody_there() -> None:
    """A server that is away is that, and no fault of the mail."""
    with pytest.raises(ServerFailed, match="unreachable"):
        await SmtpMailer(SmtpServer("127.0.0.1", 1, "plain")).send(mail(), "p@example.org", "bob@example.org")


async def test_address_in_other_letters() -> None:
    """An address the server cannot take is refused for good."""
    async with smtp_sink() as sink:
        assert await fault(SmtpMailer(sink.server), "bøb@example.org") == "address_not_supported"
