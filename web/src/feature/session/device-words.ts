import type { Device } from "./api";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

/** What the owner would call the device. */
export function deviceName({ browser, os }: Device): string {
  if (browser && os) return `${browser} on ${os}`;
  return browser ?? os ?? "A device that did not say what it is";
}

/** Where from, how signed in, when last used, and until when. */
export function deviceStory(device: Device, now: Date): string {
  const parts = [
    device.ip_address,
    device.method === "oauth" ? "provider" : device.method,
    device.current ? "in use now" : lastUsed(device.last_used_at, now),
  ];
  return [...parts.filter(Boolean), `until ${DAY.format(new Date(device.expires_at))}`].join(" · ");
}

function lastUsed(at: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - new Date(at).getTime()) / 60_000);
  if (minutes < 2) return "used just now";
  if (minutes < 60) return `used ${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `used ${hours === 1 ? "an hour" : `${hours} hours`} ago`;
  const days = Math.floor(hours / 24);
  return days < 14 ? `used ${days === 1 ? "a day" : `${days} days`} ago` : `used ${DAY.format(new Date(at))}`;
}
