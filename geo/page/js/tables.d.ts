// A row of each table that the page holds. What is optional there may be null; ids in one cell are joined by `;`.

type Precision = "day" | "month" | "year";
interface Cited {
  sources: string;
  note: string | null;
}
interface Judged extends Cited {
  confidence: string;
  as_of: string;
}
/** A published value, or the ends of its range. */
interface Range {
  low: number;
  high: number;
}

export interface SourceRow {
  id: string;
  title: string;
  publisher: string;
  date: string | null;
  date_prec: Precision | null;
  url: string | null;
  language: string | null;
  kind: string;
  weight: string | null;
}
export interface QuantityRow {
  id: string;
  name: string;
  unit: string;
  features: string;
  whole: boolean;
  working: number;
  reason: string;
}
export interface ClaimRow extends Cited, Range {
  quantity: string;
  date: string | null;
  date_prec: Precision | null;
}
export interface FlowRow extends Cited {
  features: string | null;
  branch: string | null;
  counts: string;
  start: string;
  finish: string;
  period: string;
  amount: number;
  unit: string;
  direction: string;
  basis: "counted" | "forecast";
}
export interface PassageRow extends Cited {
  id: string;
  name: string;
  lon: number;
  lat: number;
  lon_to: number;
  lat_to: number;
  [name: `name_${string}`]: string | null;
}
export interface PerformanceRow extends Judged, Range {
  quantity: string;
  mode: string | null;
  countries: string | null;
  place: string | null;
  unit: string;
  start: string;
  finish: string;
  evidence: string;
  counts: string;
}
export interface RelationRow extends Judged, Range {
  from_place: string;
  to_place: string;
  way: string | null;
  against: string | null;
  unit: string;
  start: string;
  finish: string;
  evidence: string;
  counts: string;
  found_low: number | null;
  found_high: number | null;
  verdict: string;
}
export interface StepRow extends Cited {
  segment: string;
  status: string;
  valid_from: string;
  date_prec: Precision;
  confidence: string;
}
export interface PromiseRow extends Cited {
  features: string;
  what: string;
  announced: string | null;
  announced_prec: Precision | null;
  promised: string;
  promised_prec: Precision;
  promised_by: string;
}
export interface MembershipRow {
  iso_a3: string;
  body: string;
  status: string;
  from_earliest: string | null;
  from_latest: string | null;
  until: string | null;
}
export interface MilestoneRow {
  id: string;
  date: string;
  date_prec: Precision;
  label: string;
  text: string;
  sources: string;
  confidence: string;
  as_of: string;
  [text: `label_${string}` | `text_${string}`]: string | null;
}

/** The tables by the names that they are published under. */
export interface Tables {
  sources: SourceRow[];
  quantities: QuantityRow[];
  claims: ClaimRow[];
  flows: FlowRow[];
  passages: PassageRow[];
  performance: PerformanceRow[];
  relations: RelationRow[];
  status_history: StepRow[];
  promises: PromiseRow[];
  memberships: MembershipRow[];
  milestones: MilestoneRow[];
}
