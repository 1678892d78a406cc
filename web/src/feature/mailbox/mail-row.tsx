import type { Mail } from "./api";

const WHEN = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

const isOfTheWeb = (link: string) => /^https?:\/\//.test(link);

/** One mail, as its reader would see the text, and its links to press. */
export function MailRow({ mail }: { mail: Mail }) {
  return (
    <li className="border-t border-line px-6 py-4">
      <h2 className="font-[580]">{mail.subject}</h2>
      <p className="text-sm break-words text-quiet">
        To {mail.to} · {WHEN.format(new Date(mail.created_at))}
      </p>
      <p className="mt-3 whitespace-pre-wrap break-words">{mail.text}</p>
      <ul className="mt-3 grid gap-1">
        {mail.links.filter(isOfTheWeb).map((link) => (
          <li key={link}>
            <a href={link} className="inline-block min-h-11 py-2.5 break-all text-accent underline">
              {link}
            </a>
          </li>
        ))}
      </ul>
    </li>
  );
}
