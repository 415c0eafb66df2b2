import { LRUCache } from 'lru-cache';
import { type Histograms, histogramsSvg } from './histograms.ts';
import { openRenderer, type Render } from './render.ts';
import { type StackedBars, stackedBarsSvg } from './stacked-bars.ts';

/** A drawn picture, ready to be sent. */
export interface Picture {
  readonly name: string;
  /** PNG. */
  readonly bytes: Uint8Array;
}

/**
 * Numbers and a few words of ours, drawn. Undefined where a picture cannot be drawn: then whoever asked says the same
 * in text.
 */
export interface Pictures {
  histograms(of: Histograms): Promise<Picture | undefined>;
  stackedBars(of: StackedBars): Promise<Picture | undefined>;
}

/** Some fifty kilobytes each. */
const kept = 100;

/**
 * Pictures by the renderer of this machine, which is loaded for the first of them. `onFailure` is told once of each kind
 * of picture that cannot be drawn.
 */
export function openPictures(onFailure: (error: unknown) => void): Pictures {
  let renderer: Promise<Render> | undefined;
  return createPictures(async (svg) => {
    renderer ??= openRenderer();
    return (await renderer)(svg);
  }, onFailure);
}

/**
 * Pictures by a renderer. What was drawn already is not drawn again. `onFailure` is told of the first failure of each
 * kind of picture alone: the next ones would say the same.
 */
export function createPictures(render: Render, onFailure: (error: unknown) => void): Pictures {
  const drawn = new LRUCache<string, Promise<Uint8Array>>({ max: kept });

  async function draw(svg: string): Promise<Uint8Array> {
    const drawing = drawn.get(svg) ?? render(svg);
    drawn.set(svg, drawing);
    try {
      return await drawing;
    } catch (error) {
      drawn.delete(svg);
      throw error;
    }
  }

  const pictureOf = <Content>(name: string, svgOf: (content: Content) => string) => {
    let isTold = false;
    return async (content: Content): Promise<Picture | undefined> => {
      try {
        return { name, bytes: await draw(svgOf(content)) };
      } catch (error) {
        if (!isTold) onFailure(error);
        isTold = true;
        return undefined;
      }
    };
  };

  return {
    histograms: pictureOf('ratings.png', histogramsSvg),
    stackedBars: pictureOf('result.png', stackedBarsSvg),
  };
}
