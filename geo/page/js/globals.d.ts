// What the modules find around them: Leaflet, inlined before the bundle.
declare const L: any;
interface Window {
  [name: string]: any;
}
