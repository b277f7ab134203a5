/**
 * What is shown when a page cannot be drawn: its code did not come (no network, or a newer app has replaced it), or it broke.
 * Without it the screen would be white.
 */
import { Component, type ReactNode } from "react";
import { ServiceError } from "../client.ts";
import { FailedPage } from "./failed-page.tsx";

interface CrashGuardProps {
  /** Where the reader is: somewhere else is a new try. */
  readonly place: string;
  readonly children: ReactNode;
}

interface Crash {
  readonly place: string;
  readonly error: ServiceError;
}

/** Draws its children until one of them throws. */
export class CrashGuard extends Component<CrashGuardProps, { readonly crash: Crash | undefined }> {
  override state: { readonly crash: Crash | undefined } = { crash: undefined };

  override componentDidCatch(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    // Browsers have a sentence each for code that does not come; all of them name a module.
    const told = new ServiceError(/module|preload/i.test(message) ? 0 : 500, message);
    this.setState({ crash: { place: this.props.place, error: told } });
  }

  override render(): ReactNode {
    const { crash } = this.state;
    if (crash?.place !== this.props.place) return this.props.children;
    return <FailedPage error={crash.error} onRetry={() => window.location.reload()} />;
  }
}
