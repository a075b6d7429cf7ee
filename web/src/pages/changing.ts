/** The host's page of a meeting's title and time. */
import { api, call } from "../api";
import { linkChange } from "../doors";
import { namingLink } from "./chosen-link";
import { form, onSubmit, showAt, start } from "./page";
import { seriesForm } from "./series-form";
import { offerHandingOver } from "./series-handing";
import { momentOf, NO_SUCH_TIME, zonedValue } from "./zoned";

start({
  "cancel-one": async (button) => {
    if (!confirm("Cancel this meeting?")) return;
    await call("DELETE", `/rooms/${button.dataset.slug}`);
    location.assign("/");
  },
  "cancel-following": async (button) => {
    if (!confirm("Cancel this meeting and all that follow?")) return;
    await api.cancelSeries(button.dataset.series ?? "", button.dataset.slug);
    location.assign("/");
  },
  "cancel-all": async (button) => {
    if (!confirm("Cancel all upcoming meetings of the series?")) return;
    await api.cancelSeries(button.dataset.series ?? "");
    location.assign("/");
  },
});

const handing = form("hand-over");
if (handing) offerHandingOver(handing);

const change = form("change");
if (change) {
  const zones = change.querySelector<HTMLSelectElement>("[name=time_zone]");
  const begins = change.querySelector<HTMLInputElement>("[name=scheduled_start_time]");
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zones && begins) {
    begins.defaultValue = zonedValue(new Date(begins.dataset.at ?? ""), zones.value);
    begins.value = begins.defaultValue;
    if (own && own !== "Etc/Unknown" && own !== zones.value) zones.add(new Option(own));
  }
  const ofSeries = seriesForm(change);
  onSubmit(change, async (fields) => {
    const at = begins && zones ? momentOf(begins.value, zones.value) : null;
    if (begins && !at) {
      showAt(change, "scheduled_start_time", NO_SUCH_TIME);
      begins.focus();
      return;
    }
    const { slug = "", series } = change.dataset;
    const own = change.querySelector<HTMLInputElement>("[name=link]");
    const link = () => linkChange(own?.value ?? "", own?.defaultValue ?? "");
    if (series && ofSeries?.isWanted()) {
      if (await ofSeries.submit(series, link)) location.assign("/");
      return;
    }
    const changed = api.changeRoom(slug, {
      name: String(fields.get("name")),
      ...link(),
      ...(at && zones
        ? {
            scheduled_start_time: at.toISOString(),
            time_zone: zones.value,
            scheduled_minutes: Number(fields.get("scheduled_minutes")),
          }
        : {}),
    });
    await namingLink(changed);
    location.assign("/");
  });
}
