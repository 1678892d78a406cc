import { expect, it } from "vitest";
import type { Device } from "./api";
import { deviceName, deviceStory } from "./device-words";

const NOW = new Date("2026-11-22T12:00:00Z");
const device = (change: Partial<Device>): Device => ({
  id: "s",
  current: false,
  method: "password",
  browser: "Firefox",
  os: "Linux",
  device: "computer",
  ip_address: "192.0.2.7",
  created_at: "2026-11-01T12:00:00Z",
  last_used_at: "2026-11-22T12:00:00Z",
  expires_at: "2026-12-20T12:00:00Z",
  ...change,
});

it("calls a device what its owner would, as far as it said what it is", () => {
  expect(deviceName(device({}))).toBe("Firefox on Linux");
  expect(deviceName(device({ os: null }))).toBe("Firefox");
  expect(deviceName(device({ browser: null, os: null }))).toBe("A device that did not say what it is");
});

it.each([
  ["2026-11-22T11:59:30Z", "used just now"],
  ["2026-11-22T11:30:00Z", "used 30 minutes ago"],
  ["2026-11-22T11:00:00Z", "used an hour ago"],
  ["2026-11-22T10:00:00Z", "used 2 hours ago"],
  ["2026-11-21T12:00:00Z", "used a day ago"],
  ["2026-11-01T12:00:00Z", "used 1 November"],
])("tells when it was last used: %s", (last_used_at, words) => {
  expect(deviceStory(device({ last_used_at }), NOW)).toBe(
    `192.0.2.7 · password · ${words} · until 20 December`,
  );
});

it("says of this one that it is in use", () => {
  expect(deviceStory(device({ current: true }), NOW)).toContain("in use now");
});
