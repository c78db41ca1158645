import { AwsError } from '../../../aws-error.ts';
import type { Item } from '../types.ts';

/** Why an action cancelled its transaction; `None` for one that did not. */
export interface Reason {
  Code: string;
  Message?: string;
  Item?: Item;
}

/** DynamoDB's wording: API reference of TransactWriteItems, "TransactionCanceledException" (2025). */
export function cancelled(reasons: Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
