import { Component, type ComponentChildren } from "preact";
import { words } from "../words/language.ts";

interface BoundaryProps {
  readonly children: ComponentChildren;
}

/** A defect in one part leaves the rest of the page standing, and says so. */
export class Boundary extends Component<BoundaryProps, { readonly error?: string }> {
  override state: { readonly error?: string } = {};

  static override getDerivedStateFromError(error: unknown): { readonly error: string } {
    return { error: error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error) };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const { shell } = words.value;
    return (
      <section class="empty" role="alert">
        <h1>{shell.crashed}</h1>
        <p>{shell.crashedFix}</p>
        <pre class="crash">{error}</pre>
        <button type="button" onClick={() => location.reload()}>
          {shell.reload}
        </button>
      </section>
    );
  }
}
