/** Catches errors of rendering and shows a page instead of an empty one. */
import { Component, type ReactNode } from "react";

export class FaultBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="exit" data-testid="exit" data-exit="fault">
        <h1>Something went wrong on this page</h1>
        <p role="alert">The meeting goes on without you. Reload the page to join it again.</p>
        <div className="exit__actions">
          <button type="button" className="pl-button pl-button--primary" onClick={() => location.reload()}>
            Reload
          </button>
          <a className="pl-button" href="/">
            Home
          </a>
        </div>
      </main>
    );
  }
}
