import { type App, matches, type View } from './app.ts';
import { h, swap } from './dom.ts';
import { clock } from './text.ts';

interface Mail {
  at: number;
  /** Cognito's name the user pool, those of SNS the topic. */
  pool?: string;
  topic?: string;
  to: string;
  subject?: string;
  text: string;
  code?: string;
}

/** E-mails and text messages that Cognito and SNS would have sent, newest first, with their codes. */
export function mailView(app: App): View {
  const element = h('div', { className: 'view' });
  const list = h('div', { className: 'scroll' });
  element.append(list);
  let shown: string | undefined;
  const mails = (): Mail[] =>
    [...(app.store.panels.cognito?.mail ?? []), ...(app.store.panels.sns?.mail ?? [])].sort(
      (a: Mail, b: Mail) => b.at - a.at,
    );
  return {
    element,
    count: () => (mails().length > 0 ? { value: mails().length } : undefined),
    update: () => {
      const wanted = mails().filter((mail) =>
        matches(app.filter(), `${mail.to} ${mail.subject ?? ''} ${mail.text}`),
      );
      const stamp = JSON.stringify(wanted);
      if (stamp === shown) return;
      shown = stamp;
      swap(
        list,
        wanted.length === 0
          ? h(
              'p',
              { className: 'empty' },
              app.store.panels.cognito
                ? 'No e-mail has been sent. Codes of sign-up, sign-in and forgotten passwords appear here.'
                : app.store.panels.sns
                  ? 'No e-mail has been sent. Notifications of topics to e-mail addresses appear here.'
                  : 'This project has neither a user pool nor a topic, so that nothing sends e-mail.',
            )
          : h('ol', { className: 'plain mails' }, ...wanted.map(item)),
      );
    },
  };
}

const item = ({ at, pool, topic, to, subject, text, code }: Mail) =>
  h(
    'li',
    {},
    h(
      'p',
      { className: 'quiet' },
      `${clock(at)} to `,
      h('strong', {}, to),
      topic ? ` from the topic ${topic}` : ` from the user pool ${pool}`,
    ),
    subject ? h('h2', {}, subject) : undefined,
    h('p', {}, text),
    code ? h('p', {}, 'Code: ', h('span', { className: 'code' }, code)) : undefined,
  );
