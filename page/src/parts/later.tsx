import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

/** A view whose code comes when it is first shown, so that the first view does not wait for it. */
export const later = (load: () => Promise<ComponentType>): ComponentType => {
  const loaded = signal<{ readonly View: ComponentType } | undefined>(undefined);
  const failed = signal<unknown>(undefined);
  let asked = false;
  return () => {
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
    return <View />;
  };
};
