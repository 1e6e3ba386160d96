import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

/** A view whose code comes when it is first shown, so that the first view does not wait for it. */
export const later = <Props extends object = Record<never, never>>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> => {
  const loaded = signal<{ readonly View: ComponentType<Props> } | undefined>(undefined);
  const failed = signal<unknown>(undefined);
  let asked = false;
  return (props) => {
    if (!asked) {
      asked = true;
      load().then(
        (View) => {
          loaded.value = { View };
        },
        (error: unknown) => {
          asked = false;
          failed.value = error;
        },
      );
    }
    if (failed.value !== undefined) {
      const error = failed.peek();
      failed.value = undefined;
      throw error;
    }
    if (loaded.value === undefined) return null;
    const { View } = loaded.value;
    return <View {...props} />;
  };
};
