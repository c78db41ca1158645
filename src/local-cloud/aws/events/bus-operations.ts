import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { validation } from './errors.ts';
import { type Bus, busArn, busAt, findBus, placeOf, type Room, rulesOf } from './store.ts';

export function busOperations(room: Room): Operations {
  const { cloud, buses, clock, rules } = room;
  return {
    CreateEventBus: (input, request) => {
      const name = String(input.Name ?? '');
      if (!/^[/\w.-]{1,256}$/.test(name)) throw validation(`Parameter Name is not valid. Reason: ${name}`);
      const place = placeOf(room, request);
      const arn = busArn(name, place);
      cloud.authorize(request.caller, 'events:CreateEventBus', arn);
      if (findBus(room, name, place)) {
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      }
      const description = input.Description;
      buses.set(arn, { arn, name, ...place, description, createdAt: clock.now(), fromTemplate: false });
      return { EventBusArn: arn, Description: description };
    },
    DeleteEventBus: (input, request) => {
      const name = String(input.Name ?? '');
      if (name === 'default') throw validation('Cannot delete event bus default.');
      const arn = busArn(name, placeOf(room, request));
      cloud.authorize(request.caller, 'events:DeleteEventBus', arn);
      const bus = buses.get(arn);
      for (const rule of bus ? rulesOf(room, bus) : []) rules.delete(rule.arn);
      buses.delete(arn);
    },
    DescribeEventBus: (input, request) => {
      const bus = busAt(room, input.Name, placeOf(room, request));
      cloud.authorize(request.caller, 'events:DescribeEventBus', bus.arn);
      return describe(bus);
    },
    ListEventBuses: (input, request) => {
      const place = placeOf(room, request);
      cloud.authorize(request.caller, 'events:ListEventBuses', busArn('*', place));
      findBus(room, 'default', place);
      const found = [...buses.values()].filter(
        ({ name, account, region }) =>
          account === place.account && region === place.region && name.startsWith(input.NamePrefix ?? ''),
      );
      return { EventBuses: found.map(describe) };
    },
  };
}

const describe = ({ name, arn, description, createdAt }: Bus): Properties => ({
  Name: name,
  Arn: arn,
  Description: description,
  CreationTime: createdAt / 1000,
  LastModifiedTime: createdAt / 1000,
});
