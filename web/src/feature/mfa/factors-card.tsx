import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { factorsQuery } from "./api";
import { FactorIsOn } from "./factor-is-on";
import { SetUp } from "./set-up";

/** Second factors: that there is one or none, and how that changes. */
export function FactorsCard() {
  const factors = useQuery(factorsQuery);
  const [isOpen, open] = useState(false);
  const isOn = factors.data?.totp_since;
  return (
    <Card
      title="Second factors"
      action={
        factors.data &&
        !isOn &&
        !isOpen && (
          <Button size="small" onClick={() => open(true)} aria-label="Set up a second factor">
            Set up
          </Button>
        )
      }
    >
      <div className="border-t border-line px-6 py-4">
        {factors.isPending && <Loading lines={2} />}
        {factors.error && !factors.data && (
          <Trouble words={sayOfAccounts(factors.error)} onRetry={() => factors.refetch()} />
        )}
        {isOpen && <SetUp onDone={() => open(false)} onClose={() => open(false)} />}
        {factors.data && !isOpen && isOn && (
          <FactorIsOn since={isOn} left={factors.data.recovery_codes_left} onAnother={() => open(true)} />
        )}
        {factors.data && !isOpen && !isOn && (
          <p className="text-quiet">
            None. With one, whoever learns your password still cannot read your journal.
          </p>
        )}
      </div>
    </Card>
  );
}
