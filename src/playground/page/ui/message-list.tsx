import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { startsGroup } from '../model/grouping.ts';
import { isOtherDay, writtenTime } from '../model/times.ts';
import { actingId, locale, place, placeId, shownMessages } from '../state/session.ts';
import { icons } from './icons.tsx';
import { isNewestOwn, Message } from './message.tsx';
import { Welcome } from './welcome.tsx';

/** As many messages as are drawn at once; earlier ones come by a button. */
const drawnAtOnce = 100;
/** As near to the end as counts as being there. */
const nearEnd = 80;

/** The messages of a place. Somebody else, or another place, starts anew: what was revealed is hidden again. */
export function MessageList() {
  return <Messages key={`${placeId.value} ${actingId.value}`} />;
}

function Messages() {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useSignal(true);
  const drawn = useSignal(drawnAtOnce);
  const all = shownMessages.value;
  const shown = all.slice(-drawn.value);
  const newest = all.at(-1)?.id;

  const toEnd = (): void => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  useLayoutEffect(() => {
    if (isAtEnd.value || isNewestOwn()) toEnd();
  }, [newest]);
  useEffect(() => {
    // Pictures, forms of the composer and edits change heights: whoever reads the end stays there.
    const watch = new ResizeObserver(() => {
      if (isAtEnd.value) toEnd();
    });
    if (scroller.current) watch.observe(scroller.current);
    if (content.current) watch.observe(content.current);
    return () => watch.disconnect();
  }, []);

  const onScroll = (): void => {
    const box = scroller.current;
    if (box) isAtEnd.value = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
  };
  return (
    <div class="messages-frame">
      <section
        class="messages"
        ref={scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reached by the keyboard
        tabIndex={0}
        aria-label={`Messages in ${place.value?.name || 'this talk'}`}
      >
        <div class="messages-content" ref={content}>
          {shown.length === all.length ? (
            <Welcome isEmpty={all.length === 0} />
          ) : (
            <button
              type="button"
              class="earlier"
              onClick={() => {
                drawn.value += drawnAtOnce;
              }}
            >
              Earlier messages
            </button>
          )}
          <ol class="message-list">
            {shown.map((message, index) => {
              const previous = shown[index - 1];
              const isNewDay = previous === undefined || isOtherDay(previous.at, message.at);
              return (
                <Fragment key={message.id}>
                  {isNewDay && (
                    <li class="day">
                      <span>{writtenTime(message.at, 'D', message.at, locale.value)}</span>
                    </li>
                  )}
                  <Message message={message} isFirst={startsGroup(previous, message)} />
                </Fragment>
              );
            })}
          </ol>
        </div>
      </section>
      {!isAtEnd.value && (
        <button type="button" class="to-end" onClick={toEnd}>
          <icons.down />
          To the newest
        </button>
      )}
    </div>
  );
}
