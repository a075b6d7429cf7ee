/** A button that opens a menu in the top layer; arrows move, Escape closes and restores the focus. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import "./Menu.css";

export interface MenuItem {
  label: string;
  onSelect: () => void;
  danger?: boolean;
  /** Given for one choice out of several. */
  checked?: boolean;
}

interface Props {
  label: string;
  className: string;
  items: readonly MenuItem[];
  children: ReactNode;
  onOpen?: () => void;
}

const MARGIN_PX = 8;

export function Menu({ label, className, items, children, onOpen }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const element = menu.current;
    const toggled = (event: Event): void => setOpen((event as ToggleEvent).newState === "open");
    element?.addEventListener("toggle", toggled);
    return () => element?.removeEventListener("toggle", toggled);
  }, []);

  useEffect(() => {
    if (!open || menu.current === null || button.current === null) return undefined;
    place(menu.current, button.current.getBoundingClientRect());
    const checked = menu.current.querySelector<HTMLElement>('[aria-checked="true"]');
    (checked ?? menu.current.querySelector<HTMLElement>("button"))?.focus();
    // It was positioned for the old size: after a phone is rotated it may be outside the window.
    const resized = (): void => menu.current?.hidePopover();
    window.addEventListener("resize", resized);
    return () => window.removeEventListener("resize", resized);
  }, [open]);

  const close = (): void => {
    menu.current?.hidePopover();
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(menu.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Tab" || event.key === "Escape") close();
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== undefined) buttons[(to + buttons.length) % buttons.length]?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
        onClick={onOpen}
      >
        {children}
      </button>
      <div ref={menu} id={id} popover="auto" role="menu" aria-label={label} className="menu" onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            tabIndex={-1}
            {...(item.checked === undefined
              ? { role: "menuitem" }
              : { role: "menuitemradio", "aria-checked": item.checked })}
            data-danger={item.danger}
            onClick={() => {
              close();
              item.onSelect();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}

/** Above the button where there is no space below, always within the window. */
function place(menu: HTMLElement, anchor: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = anchor.bottom + height + MARGIN_PX < innerHeight;
  const left = Math.min(Math.max(MARGIN_PX, anchor.right - width), innerWidth - width - MARGIN_PX);
  menu.style.setProperty("left", `${Math.max(MARGIN_PX, left)}px`);
  menu.style.setProperty("top", `${below ? anchor.bottom + 4 : Math.max(MARGIN_PX, anchor.top - height - 4)}px`);
}
