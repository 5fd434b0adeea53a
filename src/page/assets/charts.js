// SPDX-License-Identifier: MIT
// Charts by dygraphs, one stretch of time for all. Their colours are those of the style sheet, also after a change of scheme.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

// Ticks at whole hours and days of the page's zone.
function zonedTicker(data) {
  return (from, to, pixels, opts, dygraph, values) => {
    const shift = offsetAt(data, (from + to) / 2000) * 1000;
    return Dygraph.dateTicker(from + shift, to + shift, pixels, opts, dygraph, values)
      .map((tick) => ({ ...tick, v: tick.v - shift }));
  };
}

function tickText(date) {
  const two = (n) => String(n).padStart(2, '0');
  const hours = date.getUTCHours();
  const minutes = date.getUTCMinutes();
  if (hours || minutes) return two(hours) + ':' + two(minutes);
  return date.getUTCDate() + ' ' + MONTHS[date.getUTCMonth()];
}

function percentText(value) {
  if (value === null || Number.isNaN(value)) return '–';
  const percent = 100 * value;
  return (percent !== 0 && percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)) + ' %';
}

function msText(value) {
  if (value === null || Number.isNaN(value)) return '–';
  return (value < 9.95 ? value.toFixed(1) : value.toFixed(0)) + ' ms';
}

function shadeGaps(data) {
  return (canvas, area, graph) => {
    canvas.fillStyle = colour('gap');
    for (const gap of data.gaps) {
      const left = Math.max(area.x, graph.toDomXCoord(gap.from_s * 1000));
      const right = Math.min(area.x + area.w, graph.toDomXCoord(gap.to_s * 1000));
      if (right >= left) canvas.fillRect(left, area.y, Math.max(1, right - left), area.h);
    }
  };
}

// Names and values of what the pointer is at; without it the names alone. The names are this page's own.
function legendOf(data, chart) {
  return (shown) => {
    const parts = chart.keys.map((key) => {
      const series = shown.series.find((one) => one.label === key.label);
      const value = shown.x !== undefined && series && series.y !== undefined ? ' <b>' + chart.text(series.y) + '</b>' : '';
      return '<span><span class="key ' + key.style + '"></span>' + key.label + value + '</span>';
    });
    parts.push('<span><span class="key gap"></span>missing</span>');
    if (shown.x !== undefined) parts.push('<span class="when">' + localText(data, Math.round(shown.x / 1000)) + '</span>');
    return parts.join('');
  };
}

// Says why data is missing where the pointer is.
function tellGap(data, chart) {
  chart.plot.addEventListener('mousemove', (event) => {
    const at = chart.graph.toDataXCoord(event.clientX - chart.plot.getBoundingClientRect().left) / 1000;
    const gap = data.gaps.find((one) => one.from_s <= at && at <= one.to_s);
    chart.note.textContent = gap ? gap.reason.replaceAll('_', ' ') + ': ' + gap.detail : '';
  });
  chart.plot.addEventListener('mouseleave', () => { chart.note.textContent = ''; });
}

function commonOptions(data, chart) {
  const grid = colour('grid');
  const mouse = Dygraph.defaultInteractionModel;
  return {
    labels: chart.labels,
    labelsDiv: chart.legend,
    legend: 'always',
    legendFormatter: legendOf(data, chart),
    labelsUTC: true,
    gridLineColor: grid,
    axisLineColor: grid,
    highlightCircleSize: 3,
    strokeWidth: 1.3,
    dateWindow: chart.window,
    underlayCallback: shadeGaps(data),
    // Touch is left to the page, so that it can be scrolled: the range selector and the buttons take it.
    interactionModel: {
      mousedown: mouse.mousedown, mousemove: mouse.mousemove, mouseup: mouse.mouseup, mouseout: mouse.mouseout,
      dblclick: () => chart.show(null),
      willDestroyContextMyself: true,
    },
    axes: {
      x: { ticker: zonedTicker(data), axisLabelFormatter: tickText, pixelsPerLabel: 70 },
      y: { axisLabelFormatter: chart.text, axisLabelWidth: 58, pixelsPerLabel: 34 },
    },
  };
}
