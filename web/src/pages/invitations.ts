/** The host's page of invitations: by address, by link, again, and withdrawn. */
import { api } from "../api";
import { entriesOf } from "./links";
import { announce, copy, form, onSubmit, quoting, start } from "./page";
import "./invitations.css";

const DONE_MS = 2000;
const slug = document.querySelector<HTMLElement>("[data-invite]")?.dataset.invite ?? "";

start({
  "copy-invitation": async (button) => {
    const url = button.dataset.url ?? "";
    const copied = await copy(url);
    announce(copied ? "Link copied" : url);
    const label = button.textContent;
    button.textContent = copied ? "Copied" : url;
    if (copied) setTimeout(() => (button.textContent = label), DONE_MS);
  },
  "renew-invitation": async (button) => {
    await api.renewInvitation(slug, idOf(button));
    location.reload();
  },
  "withdraw-invitation": async (button) => {
    await api.withdrawInvitation(slug, idOf(button));
    location.reload();
  },
});

const invite = form("invite");
if (invite) {
  onSubmit(invite, async (fields) => {
    const addresses = entriesOf(String(fields.get("addresses")));
    const role = fields.get("role") === "cohost" ? "cohost" : "participant";
    const sent = api.invite(slug, {
      addresses,
      role,
      expires_in_days: Number(fields.get("days")),
      to_series: fields.has("to_series"),
    });
    await quoting("addresses", addresses, sent);
    location.reload();
  });
}

const link = form("invite-link");
if (link) {
  onSubmit(link, async (fields) => {
    await api.makeInvitationLink(slug, {
      max_uses: Number(fields.get("uses")),
      expires_in_days: Number(fields.get("days")),
    });
    location.reload();
  });
}

function idOf(button: HTMLElement): string {
  return button.closest<HTMLElement>("[data-invitation]")?.dataset.invitation ?? "";
}
