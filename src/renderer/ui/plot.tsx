import { scaleLinear, scalePoint } from 'd3-scale'
import { curveMonotoneX, line, stack } from 'd3-shape'
import { type ReactNode, useId } from 'react'
import style from './plot.module.css'

/** One thing that is drawn: its values beside the places of the plot; null: nothing is known there. */
export interface PlotSeries {
  name: string
  values: readonly (number | null)[]
  /** Told apart without colour too: `plain` is full or one line, `marked` is hatched or dashed. */
  look: 'plain' | 'marked'
}

const size = { width: 720, height: 210, left: 58, right: 34, top: 12, bottom: 26 }
const inner = size.width - size.left - size.right

/**
 * A plot over time: bars that stand on each other, or lines. Who reads or listens has the same numbers in a table beside it, so that
 * to them it is one picture with a name.
 */
export function Plot({
  label,
  places,
  series,
  kind,
}: {
  label: string
  /** What is told below each place; not all of them have room. */
  places: readonly string[]
  series: readonly PlotSeries[]
  kind: 'bars' | 'lines'
}) {
  const hatch = useId()
  const sums = places.map((_, i) =>
    kind === 'bars'
      ? series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0)
      : Math.max(0, ...series.map(({ values }) => values[i] ?? 0)),
  )
  const y = scaleLinear()
    .domain([0, Math.max(1, ...sums)])
    .nice(4)
    .range([size.height - size.bottom, size.top])
  const x = scalePoint<number>()
    .domain(places.map((_, i) => i))
    .range([size.left, size.left + inner])
    .padding(0.5)
  const every = Math.max(1, Math.ceil(places.length / 9))
  const ticks = y.ticks(4).filter((tick) => Number.isInteger(tick))
  return (
    <figure className={style.plot}>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={label}>
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse">
            <path d="M0,5 L5,0 M-1,1 L1,-1 M4,6 L6,4" className={style.hatch} />
          </pattern>
        </defs>
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              className={style.grid}
              {...{ x1: size.left, x2: size.left + inner, y1: y(tick), y2: y(tick) }}
            />
            <text className={style.tick} x={size.left - 6} y={y(tick)} dy="0.32em" data-end>
              {tick.toLocaleString('ja-JP')}
            </text>
          </g>
        ))}
        {places.map((place, i) =>
          (places.length - 1 - i) % every === 0 ? (
            <text
              // biome-ignore lint/suspicious/noArrayIndexKey: a place is where it stands
              key={i}
              className={style.tick}
              x={x(i)}
              y={size.height - 8}
              data-middle
            >
              {place}
            </text>
          ) : null,
        )}
        {kind === 'bars' ? bars(series, x, y, hatch) : lines(series, x, y)}
      </svg>
      <figcaption className={style.legend}>
        {series.map(({ name, look }) => (
          <span key={name}>
            <svg viewBox="0 0 24 12" aria-hidden="true">
              {kind === 'bars' ? (
                <Bar {...{ x: 0, y: 0, width: 24, height: 12, look, hatch }} />
              ) : (
                <line className={style[look]} {...{ x1: 0, x2: 24, y1: 6, y2: 6 }} />
              )}
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

type Place = (i: number) => number | undefined
type Height = (n: number) => number

function bars(series: readonly PlotSeries[], x: Place, y: Height, hatch: string): ReactNode {
  const count = series[0]?.values.length ?? 0
  const width = Math.max(1.5, (inner / Math.max(1, count)) * 0.72)
  const stacked = stack<number, number>()
    .keys(series.map((_, i) => i))
    .value((i, key) => series[key]?.values[i] ?? 0)(Array.from({ length: count }, (_, i) => i))
  return stacked.map((layer) =>
    layer.map(([from, to], i) =>
      to > from ? (
        <Bar
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is where it stands
          key={`${layer.key} ${i}`}
          x={(x(i) ?? 0) - width / 2}
          y={y(to)}
          width={width}
          height={Math.max(1, y(from) - y(to))}
          look={series[layer.key]?.look ?? 'plain'}
          hatch={hatch}
        />
      ) : null,
    ),
  )
}

function Bar({
  look,
  hatch,
  ...box
}: {
  x: number
  y: number
  width: number
  height: number
  look: PlotSeries['look']
  hatch: string
}) {
  return look === 'plain' ? (
    <rect {...box} className={style.full} />
  ) : (
    <>
      <rect {...box} className={style.paper} />
      <rect {...box} className={style.framed} fill={`url(#${hatch})`} />
    </>
  )
}

function lines(series: readonly PlotSeries[], x: Place, y: Height): ReactNode {
  return series.map(({ name, values, look }) => {
    const path = line<number | null>()
      .defined((value) => value !== null)
      .x((_, i) => x(i) ?? 0)
      .y((value) => y(value ?? 0))
      .curve(curveMonotoneX)(values)
    return (
      <g key={name}>
        <path className={style[look]} d={path ?? ''} />
        {values.map((value, i) =>
          // A point without neighbours has no line.
          value !== null && values[i - 1] == null && values[i + 1] == null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is where it stands
            <circle key={i} className={style.full} cx={x(i)} cy={y(value)} r="2.5" />
          ) : null,
        )}
      </g>
    )
  })
}
