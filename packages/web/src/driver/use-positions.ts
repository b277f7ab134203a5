/**
 * Sending where the vehicle is: never before the driver has agreed, only under way, and seldom, so that it costs little
 * battery. Knows the device's positions; refuses to know maps.
 */
import type { PositionGiven } from "@antar/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { fetchConsent, putConsent, sendPositions } from "../client.ts";
import { useSession } from "../session/use-session.ts";

/** Shortest time between two positions that are kept, and between two sendings, milliseconds. */
const keepEvery = 60_000;
const sendEvery = 120_000;
/** Positions kept without network: about two and a half hours of them; the oldest go first. */
const most = 150;
const batch = 100;

/** What the driver sees of it. `agreed` undefined: not known yet, or nothing to agree to. */
export interface Positions {
  readonly agreed: boolean | undefined;
  readonly sending: boolean;
  /** Epoch milliseconds of the last position that the service has. */
  readonly sentAt: number | undefined;
  /** The browser or the person has forbidden it. */
  readonly denied: boolean;
  readonly agree: (positions: boolean) => void;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A position of the device as the service takes it. */
export function positionOf({ coords, timestamp }: GeolocationPosition): PositionGiven {
  const { longitude, latitude, accuracy, speed } = coords;
  return {
    at: new Date(timestamp).toISOString(),
    point: [rounded(longitude, 6), rounded(latitude, 6)],
    accuracy: Math.min(100_000, rounded(accuracy, 0)),
    speed: speed === null || speed < 0 ? null : Math.min(100, rounded(speed, 1)),
  };
}

function useConsent() {
  const session = useSession();
  const isDriver = session?.me.role === "driver";
  const [agreed, setAgreed] = useState<boolean>();
  useEffect(() => {
    if (!isDriver) return;
    const controller = new AbortController();
    fetchConsent(controller.signal).then(
      ({ positions }) => setAgreed(positions),
      () => undefined, // No network: nothing is sent before it is known that the driver has agreed.
    );
    return () => controller.abort();
  }, [isDriver]);
  const agree = useCallback((positions: boolean) => {
    if (!positions) setAgreed(false);
    void putConsent(positions).then(
      (consent) => setAgreed(consent.positions),
      () => undefined,
    );
  }, []);
  return { agreed: isDriver ? agreed : undefined, agree };
}

/** Follows the device while `underWay` and agreed. Only for a driver who is signed in. */
export function usePositions(brief: string, vehicle: string, underWay: boolean): Positions {
  const { agreed, agree } = useConsent();
  const [sentAt, setSentAt] = useState<number>();
  const [denied, setDenied] = useState(false);
  const waiting = useRef<PositionGiven[]>([]);
  const sending = agreed === true && underWay && !denied && "geolocation" in navigator;
  useEffect(() => {
    if (!sending) return;
    let last = 0;
    const send = async (): Promise<void> => {
      const positions = waiting.current.slice(0, batch);
      if (positions.length === 0) return;
      await sendPositions(brief, { vehicle, positions });
      waiting.current = waiting.current.slice(positions.length);
      setSentAt(Date.parse(positions.at(-1)?.at ?? ""));
    };
    const trySending = (): void => void send().catch(() => undefined); // They wait for the next round.
    const watch = navigator.geolocation.watchPosition(
      (position) => {
        if (position.timestamp - last < keepEvery) return;
        const isFirst = last === 0;
        last = position.timestamp;
        waiting.current = [...waiting.current, positionOf(position)].slice(-most);
        if (isFirst) trySending();
      },
      (error) => setDenied(error.code === error.PERMISSION_DENIED),
      { enableHighAccuracy: false, maximumAge: keepEvery / 2 },
    );
    const timer = setInterval(trySending, sendEvery);
    return () => {
      navigator.geolocation.clearWatch(watch);
      clearInterval(timer);
    };
  }, [sending, brief, vehicle]);
  return { agreed, sending, sentAt, denied, agree };
}
