import { useMay } from "@/api/me";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Tag } from "@/ui/tag";
import type { Device } from "./api";
import { deviceName, deviceStory } from "./device-words";

type DeviceRowProps = { device: Device; busy: boolean; onEnd: () => void };

/** One signed-in device: what it is, where and when it was used, and a way to end it. */
export function DeviceRow({ device, busy, onEnd }: DeviceRowProps) {
  const name = deviceName(device);
  const mayEnd = useMay("sessions:write") !== false;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-4">
      <span className="grid size-[38px] place-items-center rounded-md bg-sunk text-quiet">
        <Icon name={device.device === "phone" ? "phone" : "laptop"} />
      </span>
      <div className="min-w-0 flex-1 basis-[calc(100%-60px)] wide:basis-0">
        <p className="font-[540]">
          {name} {device.current && <Tag look="on">this one</Tag>}
        </p>
        <p className="text-sm text-quiet">{deviceStory(device, new Date())}</p>
      </div>
      {!device.current && mayEnd && (
        <Button size="small" className="ml-auto" busy={busy} onClick={onEnd} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
