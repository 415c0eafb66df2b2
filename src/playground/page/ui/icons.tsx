import type { ComponentChildren } from 'preact';

function Icon({ children, fill = false }: { children: ComponentChildren; fill?: boolean }) {
  return (
    <svg class={fill ? 'icon icon-fill' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** The drawings of the page, all of one hand: 24 by 24, stroked in the colour of the text around them. */
export const icons = {
  text: () => (
    <Icon>
      <path d="M9.500 4 7.500 20M16.500 4l-2 16M4.500 9h16M3.500 15h16" />
    </Icon>
  ),
  announcement: () => (
    <Icon>
      <path d="M4 10v4h3l9 5V5L7 10H4Zm4 4 1.500 6M19 9.500a3.500 3.500 0 0 1 0 5" />
    </Icon>
  ),
  voice: () => (
    <Icon>
      <path d="M4 9.500v5h3.500L12 19V5L7.500 9.500H4ZM15.500 9a4.200 4.200 0 0 1 0 6M18.200 6.500a8 8 0 0 1 0 11" />
    </Icon>
  ),
  thread: () => (
    <Icon>
      <path d="M5 4v7a4 4 0 0 0 4 4h10M15 11l4 4-4 4" />
    </Icon>
  ),
  dm: () => (
    <Icon>
      <path d="M4 5.500h16v11H11l-4.500 3.500v-3.500H4v-11Z" />
    </Icon>
  ),
  menu: () => (
    <Icon>
      <path d="M4 7h16M4 12h16M4 17h16" />
    </Icon>
  ),
  clock: () => (
    <Icon>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M12 7v5l3.500 2" />
    </Icon>
  ),
  sun: () => (
    <Icon>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2.500v2.500M12 19v2.500M2.500 12H5M19 12h2.500M5.300 5.300 7 7M17 17l1.700 1.700M18.700 5.300 17 7M7 17l-1.700 1.700" />
    </Icon>
  ),
  moon: () => (
    <Icon>
      <path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z" />
    </Icon>
  ),
  close: () => (
    <Icon>
      <path d="M6 6l12 12M18 6 6 18" />
    </Icon>
  ),
  inspect: () => (
    <Icon>
      <path d="M9 7 4 12l5 5M15 7l5 5-5 5" />
    </Icon>
  ),
  more: () => (
    <Icon fill>
      <circle cx="5.500" cy="12" r="1.800" />
      <circle cx="12" cy="12" r="1.800" />
      <circle cx="18.500" cy="12" r="1.800" />
    </Icon>
  ),
  copy: () => (
    <Icon>
      <path d="M9 9h10v11H9zM15 9V4H5v11h4" />
    </Icon>
  ),
  eye: () => (
    <Icon>
      <path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12Z" />
      <circle cx="12" cy="12" r="3" />
    </Icon>
  ),
  warning: () => (
    <Icon>
      <path d="M12 4 2.800 19.500h18.400L12 4ZM12 10v4.500M12 17v.2" />
    </Icon>
  ),
  external: () => (
    <Icon>
      <path d="M13 5h6v6M19 5l-9 9M16 14v5H5V8h5" />
    </Icon>
  ),
  send: () => (
    <Icon fill>
      <path d="M3.500 4.200 21.500 12 3.500 19.800 5.500 13.200 13 12 5.500 10.800Z" />
    </Icon>
  ),
  chevron: () => (
    <Icon>
      <path d="M7 10l5 5 5-5" />
    </Icon>
  ),
  check: () => (
    <Icon>
      <path d="M5 12.500 10 17.500 19 7" />
    </Icon>
  ),
  picture: () => (
    <Icon>
      <path d="M4 5h16v14H4zM4 16l4.500-4.500 4 4 3-3L20 17" />
      <circle cx="15.500" cy="9" r="1.500" />
    </Icon>
  ),
  file: () => (
    <Icon>
      <path d="M6 3.500h8l4 4v13H6zM14 3.500v4h4" />
    </Icon>
  ),
  plus: () => (
    <Icon>
      <path d="M12 6v12M6 12h12" />
    </Icon>
  ),
  down: () => (
    <Icon>
      <path d="M12 5v13M6.500 12.500 12 18l5.500-5.500" />
    </Icon>
  ),
  used: () => (
    <Icon>
      <path d="M5 19v-6a4 4 0 0 1 4-4h10" />
    </Icon>
  ),
} as const;

/** The icon of a kind of place. */
export function PlaceIcon({ kind }: { kind: 'text' | 'voice' | 'announcement' | 'thread' | 'dm' }) {
  const Drawing = icons[kind];
  return <Drawing />;
}
