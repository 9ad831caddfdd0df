import { Component, type ReactNode } from "react";
import { toApiError } from "../backend/backend";
import type { ApiError } from "../bindings/ApiError";
import { Button } from "../components/Button";
import { ErrorNote } from "../components/ErrorNote";

/** A fault in the page itself: says so, and shows the page anew on request. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: ApiError | null }> {
  override state: { error: ApiError | null } = { error: null };

  static getDerivedStateFromError(thrown: unknown) {
    const detail = toApiError(thrown).detail;
    return {
      error: {
        code: "internal",
        message: "This page could not be shown.",
        remedy: "Show it again. Updates are still received and stored meanwhile.",
        detail,
        retry_after: null,
      },
    };
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <div className="page">
        <ErrorNote error={this.state.error}>
          <Button onClick={() => this.setState({ error: null })}>Show again</Button>
        </ErrorNote>
      </div>
    );
  }
}
