import "./tabs.css";
import { type ReactNode, useRef } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";

export interface TabSpec {
  id: string;
  label: string;
  count?: number;
  content: ReactNode;
}

export interface TabsProps {
  label: string;
  tabs: readonly TabSpec[];
  selected?: string;
  onSelect?: (id: string) => void;
}

export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const select = (key: string) => {
    onSelect?.(key);
    // On a phone the row of tabs is longer than the screen: the chosen one comes into view, by its key, since
    // which tab is selected is drawn only later.
    requestAnimationFrame(() =>
      list.current
        ?.querySelector(`[data-key="${CSS.escape(key)}"]`)
        ?.scrollIntoView({ inline: "center", block: "nearest" }),
    );
  };
  return (
    <AriaTabs className="pn-tabs" selectedKey={selected} onSelectionChange={(key) => select(String(key))}>
      <TabList className="pn-tabs__list" aria-label={label} ref={list}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="pn-tabs__tab">
            {tab.label}
            {tab.count !== undefined && <span className="pn-tabs__count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="pn-tabs__panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

export interface SegmentsProps<Id extends string> {
  label: string;
  options: readonly { id: Id; label: string }[];
  value: Id;
  onChange: (id: Id) => void;
}

/** A small choice of one among few, shown as joined buttons. */
export function Segments<Id extends string>({ label, options, value, onChange }: SegmentsProps<Id>) {
  return (
    <fieldset className="pn-segments" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.id}
          type="button"
          aria-pressed={option.id === value}
          className="pn-segments__one"
          onClick={() => onChange(option.id)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
