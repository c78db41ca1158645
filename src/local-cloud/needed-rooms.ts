import type { Model, Service } from './contract.ts';
import { type Room, rooms } from './services.ts';

/** Loads the rooms that a model needs, in the order of the registry. */
export function neededRooms(model: Model, all: readonly Room[] = rooms): Promise<Service[]> {
  const present = new Set(model.resources.map(({ type }) => type));
  const needed = all.filter(({ types }) => types.includes('*') || types.some((type) => present.has(type)));
  return Promise.all(needed.map((room) => room.load()));
}

/** Loads the room that answers calls to a service, by its endpoint name; `undefined` when none does. */
export async function roomOfCalls(
  service: string,
  all: readonly Room[] = rooms,
): Promise<Service | undefined> {
  return all.find(({ calls }) => calls?.includes(service))?.load();
}
