/** The canvas module (canvas.wasm): names each of its exports once, and forwards size, input and views to it. */
import dagre from '@dagrejs/dagre';

interface CanvasModule {
  HEAPU8: Uint8Array;
  HEAPF32: Float32Array;
  HEAPU32: Uint32Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _canvas_init(selector: number): number;
  _canvas_lost(): void;
  _canvas_frame(width: number, height: number, ratio: number, seconds: number): number;
  _canvas_set_graph(data: number, size: number): number;
  _canvas_set_timeline(data: number, size: number): number;
  _canvas_set_heap(data: number, size: number): number;
  _canvas_card_count(): number;
  _canvas_card_sizes(out: number): void;
  _canvas_arrows(out: number, limit: number): number;
  _canvas_place_cards(corners: number): void;
  _canvas_set_panel(panel: number): void;
  _canvas_set_dark(dark: number): void;
  _canvas_select(address: number): void;
  _canvas_selected(): number;
  _canvas_zoom(steps: number): void;
  _canvas_fit(): void;
  _canvas_pointer(x: number, y: number): void;
  _canvas_button(down: number): void;
}

export class Canvas {
  private frameAsked = false;
  private lastFrame = 0;
  private readonly pinch = new Map<number, PointerEvent>();

  private constructor(private readonly module: CanvasModule, private readonly element: HTMLCanvasElement,
    private readonly onSelect: (address: number) => void) {}

  /** Throws when the browser has no WebGL2. */
  static async create(element: HTMLCanvasElement, onSelect: (address: number) => void): Promise<Canvas> {
    const url = new URL('canvas.js', document.baseURI).href;
    const { default: load } = await import(url);
    const canvas = new Canvas(await load(), element, onSelect);
    if (!canvas.init()) throw new Error('This browser has no WebGL2.');
    canvas.listen();
    return canvas;
  }

  setGraph(bytes: Uint8Array): void { this.give(bytes, this.module._canvas_set_graph); this.layOut(); }
  setTimeline(bytes: Uint8Array): void { this.give(bytes, this.module._canvas_set_timeline); }
  setHeap(bytes: Uint8Array): void { this.give(bytes, this.module._canvas_set_heap); }
  setPanel(panel: number): void { this.module._canvas_set_panel(panel); this.ask(); }
  setDark(dark: boolean): void { this.module._canvas_set_dark(dark ? 1 : 0); this.ask(); }
  select(address: number): void { this.module._canvas_select(address); this.ask(); }
  fit(): void { this.module._canvas_fit(); this.ask(); }

  private init(): boolean {
    const selector = `#${this.element.id}`;
    return this.with(selector.length + 1, (pointer) => {
      this.module.HEAPU8.set(new TextEncoder().encode(`${selector}\0`), pointer);
      return this.module._canvas_init(pointer) !== 0;
    });
  }

  private with<T>(size: number, use: (pointer: number) => T): T {
    const pointer = this.module._malloc(size);
    try { return use(pointer); } finally { this.module._free(pointer); }
  }

  private give(bytes: Uint8Array, set: (data: number, size: number) => number): void {
    this.with(Math.max(1, bytes.length), (pointer) => {
      this.module.HEAPU8.set(bytes, pointer);
      set(pointer, bytes.length);
    });
    this.ask();
  }

  /** Frames left, objects right of who refers to them: a layered layout of the cards. */
  private layOut(): void {
    const { module } = this;
    const count = module._canvas_card_count();
    const graph = new dagre.graphlib.Graph({ multigraph: true });
    graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 80 });
    graph.setDefaultEdgeLabel(() => ({}));
    this.with(8 * count + 8, (pointer) => {
      module._canvas_card_sizes(pointer);
      const sizes = module.HEAPF32.subarray(pointer / 4, pointer / 4 + 2 * count);
      for (let i = 0; i < count; i++) graph.setNode(String(i), { width: sizes[2 * i], height: sizes[2 * i + 1] });
    });
    const arrows = module._canvas_arrows(0, 0);
    this.with(8 * arrows + 8, (pointer) => {
      module._canvas_arrows(pointer, arrows);
      const pairs = module.HEAPU32.subarray(pointer / 4, pointer / 4 + 2 * arrows);
      for (let i = 0; i < arrows; i++) graph.setEdge(String(pairs[2 * i]), String(pairs[2 * i + 1]), {}, String(i));
    });
    dagre.layout(graph);
    this.with(8 * count + 8, (pointer) => {
      for (let i = 0; i < count; i++) {
        const { x, y, width, height } = graph.node(String(i));
        module.HEAPF32[pointer / 4 + 2 * i] = x - width / 2;
        module.HEAPF32[pointer / 4 + 2 * i + 1] = y - height / 2;
      }
      module._canvas_place_cards(pointer);
    });
    this.ask();
  }

  private ask(): void {
    if (this.frameAsked) return;
    this.frameAsked = true;
    requestAnimationFrame((now) => this.frame(now));
  }

  private frame(now: number): void {
    this.frameAsked = false;
    const { width, height } = this.element.getBoundingClientRect();
    if (width < 1 || height < 1) return;
    const ratio = window.devicePixelRatio || 1;
    const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.element.width !== pixelWidth || this.element.height !== pixelHeight) {
      this.element.width = pixelWidth;
      this.element.height = pixelHeight;
    }
    const more = this.module._canvas_frame(width, height, ratio, Math.min(0.1, (now - this.lastFrame) / 1000));
    this.lastFrame = now;
    if (more) this.ask();
  }

  private listen(): void {
    const { element, module } = this;
    const at = (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      module._canvas_pointer(event.clientX - box.left, event.clientY - box.top);
      this.ask();
    };
    element.addEventListener('pointerdown', (event) => {
      element.setPointerCapture(event.pointerId);
      this.pinch.set(event.pointerId, event);
      at(event);
      if (this.pinch.size === 1) module._canvas_button(1);
    });
    element.addEventListener('pointermove', (event) => {
      if (this.pinch.size === 2 && this.pinch.has(event.pointerId)) this.pinchMove(event);
      else at(event);
    });
    const up = (event: PointerEvent) => {
      if (!this.pinch.delete(event.pointerId)) return;
      at(event);
      module._canvas_button(0);
      // The click is seen by the next frame.
      requestAnimationFrame(() => requestAnimationFrame(() => this.onSelect(module._canvas_selected())));
    };
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('wheel', (event) => {
      event.preventDefault();
      at(event);
      module._canvas_zoom(-Math.sign(event.deltaY));
    }, { passive: false });
    element.addEventListener('keydown', (event) => {
      if (event.key === '+' || event.key === '-') module._canvas_zoom(event.key === '+' ? 1 : -1);
      else if (event.key === '0') this.fit();
      else return;
      this.ask();
    });
    element.addEventListener('webglcontextlost', (event) => { event.preventDefault(); module._canvas_lost(); });
    element.addEventListener('webglcontextrestored', () => { this.init(); this.ask(); });
    new ResizeObserver(() => this.ask()).observe(element);
  }

  private pinchMove(event: PointerEvent): void {
    const distance = () => {
      const [a, b] = [...this.pinch.values()];
      return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    };
    const before = distance();
    this.pinch.set(event.pointerId, event);
    this.module._canvas_zoom((distance() - before) / 40);
    this.ask();
  }
}
