import * as z from "zod/mini";

/** A kind of event: something that happens in a service, which the service tells on its event bus. */
export interface EventType<T extends z.ZodMiniType> {
  /** The service that tells of it. */
  source: string;
  detailType: string;
  detail: T;
}

/** What a function gets from EventBridge, as far as a contract is about it. */
export interface GivenEvent {
  source: string;
  "detail-type": string;
  detail: unknown;
}

/**
 * An entry for `PutEvents`. Throws when the detail breaks the contract, which is a bug of the service that tells.
 * @param bus name of the event bus
 */
export function entryOf<T extends z.ZodMiniType>(type: EventType<T>, detail: z.input<T>, bus: string) {
  const { source, detailType } = type;
  return {
    EventBusName: bus,
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify(z.parse(type.detail, detail)),
  };
}

/** What an event of this type says, for a function that a rule calls. Throws when it is another one or breaks the contract. */
export function detailOf<T extends z.ZodMiniType>(type: EventType<T>, event: GivenEvent): z.output<T> {
  if (event.source !== type.source || event["detail-type"] !== type.detailType) {
    throw new Error(`${event.source} ${event["detail-type"]} is not ${type.source} ${type.detailType}`);
  }
  return z.parse(type.detail, event.detail);
}
