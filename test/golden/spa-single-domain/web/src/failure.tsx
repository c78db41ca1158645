import { useEffect, useRef } from "react";
import { ApiError } from "./orders/orders-api.ts";

/** What went wrong, with every fault that the API names. It takes the focus when it appears. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== undefined) box.current?.focus();
  }, [error]);
  const faults = error instanceof ApiError ? error.faults : [];
  return (
    <div ref={box} role="alert" tabIndex={-1} className="failure">
      <p>{error instanceof Error ? error.message : "Something went wrong."}</p>
      {faults.length > 0 && (
        <ul>
          {faults.map(({ pointer, detail }) => (
            <li key={pointer + detail}>
              <code>{pointer}</code> {detail}
            </li>
          ))}
        </ul>
      )}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
