import { Atlas, Feature, Layer } from "./data/read.js";
import { Change } from "./data/change.js";
import { Evidence } from "./data/evidence.js";
import { Filter } from "./data/filter.js";
import { Legend } from "./data/legend.js";
import { Courses } from "./data/courses.js";
import { Router } from "./data/router.js";
import { World } from "./data/time.js";
import { Box } from "./map/boxes.js";
import { Projection } from "./map/projection.js";
import { Sheet } from "./map/sheet.js";
import { Circle, Touched } from "./marks/field.js";
import { Piles, Shown } from "./marks/piles.js";
import { Standing } from "./marks/places.js";
import { Tools } from "./panels/downloads.js";
import { Address } from "./state/address.js";
import { Scenes } from "./state/scenes.js";
import { State } from "./state/store.js";
import { Texts } from "./text/voice.js";
import { WayTexts } from "./text/ways.js";

/** What every part of the page is given. */
export interface Page {
  atlas: Atlas;
  state: State;
  scenes: Scenes;
  address: Address;
  texts: Texts;
  /** The world of a day. */
  worlds: (date: string) => World;
  filter: Filter;
  legend: Legend;
  /** What one can follow along the networks. */
  courses: Courses;
  router: Router;
  /** What ways and their stops are called. */
  wayTexts: WayTexts;
  /** What became of things between the two days that are compared. */
  changes: () => Change[];
  /** The same by id of a feature, in a word. */
  fates: () => Map<string, Change["kind"]>;
  /** What features rest on. */
  evidence: Evidence;
  projection: Projection;
  /** The projection as Leaflet wants it. */
  crs: any;
  view: View;
  sheet: Sheet;
  /** Whether the reader asked for less motion. */
  calm: MediaQueryList;
  /** Open a feature and bring it into sight. */
  choose: (id: string) => void;
  /** What a reader can take along. */
  tools: Tools;
  /** What closes what lies over something else, by the id of its node. */
  closers: Record<string, () => void>;
  drawn: Drawn;
  /** What the map gets once all else stands. */
  later: (() => void)[];
}

/** A line of a segment, and how many networks it is drawn for. */
export interface Strand {
  id: string;
  points: number[][];
  networks: number;
}

/** What stands on the map now, in world pixels; empty until it is drawn. */
export interface Drawn {
  /** What of the layers that are drawn without marks an event touches. */
  field: (event: MouseEvent) => Touched | null;
  /** The circles that count points which have no room. */
  crowds: () => Circle[];
  /** Do something once what is seen of them is what was asked for. */
  settled: (act: () => void) => void;
  /** A copy of the canvas as it is seen, in so many pixels to each. */
  painted: (sharp: number) => Promise<HTMLCanvasElement | null>;
  /** Rows of such a layer that are shown in the window. */
  rows: (layer: Layer) => number[];
  places: () => Standing[];
  /** Points along all lines of networks, or along one. */
  beads: (id?: string) => number[][];
  /** Points along the lines that are of one branch alone, by branch. */
  branches: () => Map<string, Strand[]>;
  piles: Piles;
  events: () => Shown[];
  /** The degrees at the edge, in pixels of the map. */
  degrees: () => Box[];
}

/** Where a map is. */
export interface Place {
  lon: number;
  lat: number;
  zoom: number;
}

/** A box in projected metres. */
export interface Extent {
  xMin: number;
  yMin: number;
  xMax: number;
  yMax: number;
}

/** Pixels at the edges of the map that panels cover. */
export interface Padding {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** What of them a sheet takes, beneath which nothing needs to lie. */
  sheet: { left: number; right: number; bottom: number };
}

/** The map, and how the page moves it. */
export interface View {
  /** Leaflet's. */
  map: any;
  /** Fit an extent into what the panels leave free; options as for `frameExtent`. */
  fit: (extent: Extent, options?: any) => void;
  /** Options as for Leaflet's setView. */
  go: (place: Place, options?: any) => void;
  /** Pan until a position is seen. */
  reveal: (lon: number, lat: number) => void;
  /** Zoom as the reader asks. */
  zoomBy: (steps: number) => void;
  /** Keep to the window after the panels have changed. */
  limit: () => void;
  /** Show an extent in a map of another size for a while, as on paper; gives what takes the map back. */
  lend: (extent: Extent) => () => void;
  /** Show again what an element of the user asked for last; false if the page or the reader went on since. */
  keep: () => boolean;
}
