import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/api/me";
import { say, sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Notice } from "@/ui/notice";
import { Trouble } from "@/ui/trouble";
import { devicesQuery, useEndDevice, useEndOtherDevices } from "./api";
import { DeviceRow } from "./device-row";

/** Every place one is signed in. */
export function Devices() {
  const devices = useQuery(devicesQuery);
  const endOne = useEndDevice();
  const endOthers = useEndOtherDevices();
  const mayEnd = useMay("sessions:write") !== false;
  const hasOthers = (devices.data?.length ?? 0) > 1;
  const failure = endOne.error ?? endOthers.error;
  return (
    <>
      <Card
        title="Devices signed in"
        action={
          hasOthers &&
          mayEnd && (
            <Button look="danger" size="small" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
              Sign out all others
            </Button>
          )
        }
      >
        {devices.isPending && <Loading />}
        {devices.error && !devices.data && (
          <Trouble words={sayOfAccounts(devices.error)} onRetry={() => devices.refetch()} />
        )}
        <ul>
          {devices.data?.map((device) => (
            <DeviceRow
              key={device.id}
              device={device}
              busy={endOne.isPending && endOne.variables === device.id}
              onEnd={() => endOne.mutate(device.id)}
            />
          ))}
        </ul>
      </Card>
      <p role="status" className="mt-3 text-sm text-quiet">
        {endOne.isSuccess && "That device is signed out."}
        {endOthers.isSuccess && "All other devices are signed out."}
        {devices.data && !hasOthers && !endOne.isSuccess && !endOthers.isSuccess && "This is the only one."}
      </p>
      {failure && (
        <Notice tone="bad" role="alert" className="mt-3">
          {say(failure)}
        </Notice>
      )}
    </>
  );
}
