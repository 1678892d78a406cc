type Choice = { value: string; words: string };

const LOCALES = [
  "da",
  "de",
  "de-AT",
  "de-CH",
  "en-AU",
  "en-CA",
  "en-GB",
  "en-IE",
  "en-NZ",
  "en-US",
  "es",
  "es-MX",
  "fi",
  "fr",
  "fr-CA",
  "fr-CH",
  "it",
  "ja",
  "ko",
  "nb",
  "nl",
  "pl",
  "pt",
  "pt-BR",
  "sv",
  "tr",
  "uk",
  "zh-CN",
  "zh-TW",
];

/** Languages to choose from, in their English names, and the one that is chosen already. */
export function languages(chosen: string): Choice[] {
  const names = new Intl.DisplayNames("en", { type: "language", languageDisplay: "standard" });
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
  const tags = new Set([...LOCALES, ...(chosen ? [chosen] : [])]);
  return [...tags]
    .map((tag) => ({ value: tag, words: nameOf(tag) }))
    .sort((a, b) => a.words.localeCompare(b.words, "en"));
}

/** Every time zone that this browser knows, and the one that is chosen already. */
export function timeZones(chosen: string): Choice[] {
  const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(chosen ? [chosen] : [])]);
  return [...zones].sort().map((zone) => ({ value: zone, words: zone.replaceAll("_", " ") }));
}

/** The time zone of this device. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
