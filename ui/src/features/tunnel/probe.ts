// A probe's legs in words. Pure.
import type { ProbeView } from "../../bindings/ProbeView";

export interface Leg {
  name: string;
  /** What happens in it. */
  what: string;
  ms: number | null;
}

export function legsOf(probe: ProbeView): Leg[] {
  const legs: Leg[] = [
    { name: "Name", what: "looking the name up", ms: probe.dns_ms },
    { name: "Connection", what: "TCP", ms: probe.connect_ms },
    { name: "TLS", what: "agreeing on keys", ms: probe.tls_ms },
    { name: "There", what: "from sending until this computer had it", ms: probe.there_ms },
    { name: "Back", what: "from the answer until it was here", ms: probe.back_ms },
  ];
  // A public URL without TLS has no such leg; a leg that was not reached stays in sight.
  return probe.public_url.startsWith("http:") ? legs.filter((leg) => leg.name !== "TLS") : legs;
}

/** All legs that were reached, in ms. */
export function roundTrip(probe: ProbeView): number {
  return legsOf(probe).reduce((sum, leg) => sum + (leg.ms ?? 0), 0);
}

export interface Bar extends Leg {
  /** Where it starts and how long it is, in percent of the whole way. */
  from: number;
  width: number;
}

/** The legs one after the other along the way. */
export function barsOf(probe: ProbeView): Bar[] {
  const whole = roundTrip(probe) || 1;
  let passed = 0;
  return legsOf(probe).map((leg) => {
    const from = (passed / whole) * 100;
    passed += leg.ms ?? 0;
    return { ...leg, from, width: ((leg.ms ?? 0) / whole) * 100 };
  });
}
