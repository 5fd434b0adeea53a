// SPDX-License-Identifier: MIT
// Puts charts and tables in their places; with script only. Without it the page shows still charts and its tables by day.

function chartsOf(data) {
  const up = { label: 'upload', style: 'up' };
  const down = { label: 'download', style: 'down' };
  const directions = { labels: ['time', 'upload', 'download'], keys: [down, up], text: percentText, level: null };
  const usage = usageLevels(data, 'usage');
  const quality = usageLevels(data, 'quality');
  const smoke = smokeRows(data);
  const loss = lossRows(data);
  const fractions = () => ({
    customBars: true, fillAlpha: 0.18, colors: [colour('up'), colour('down')], valueRange: [0, 1.02],
  });
  return [
    {
      ...directions, id: 'chart-usage', rows: usage,
      options: () => ({
        ...fractions(), showRangeSelector: true, rangeSelectorHeight: 34, rangeSelectorPlotStrokeColor: colour('down'),
        rangeSelectorPlotFillColor: colour('panel'), rangeSelectorPlotFillGradientColor: colour('panel'), rangeSelectorBackgroundStrokeColor: colour('edge'),
        rangeSelectorForegroundStrokeColor: colour('dim'),
      }),
    },
    { ...directions, id: 'chart-quality', rows: quality, options: fractions },
    {
      id: 'chart-latency', rows: () => smoke, text: msText,
      labels: ['time', '99 %', '95 %', '90 %', '75 %', 'median'],
      keys: [{ label: 'median', style: 'median' }, { label: '75 %', style: 'smoke smoke-1' }, { label: '90 %', style: 'smoke smoke-2' },
        { label: '95 %', style: 'smoke smoke-3' }, { label: '99 %', style: 'smoke smoke-4' }],
      options: () => ({
        customBars: true, logscale: true, colors: [...Array(4).fill(colour('smoke')), colour('median')],
        series: {
          '99 %': { strokeWidth: 0, fillAlpha: 0.16 }, '95 %': { strokeWidth: 0, fillAlpha: 0.22 },
          '90 %': { strokeWidth: 0, fillAlpha: 0.28 }, '75 %': { strokeWidth: 0, fillAlpha: 0.4 }, median: { strokeWidth: 1.6 },
        },
      }),
    },
    {
      id: 'chart-loss', rows: () => loss, text: percentText, labels: ['time', 'loss'], keys: [{ label: 'loss', style: 'loss' }],
      options: () => ({
        stepPlot: true, fillGraph: true, fillAlpha: 0.45, colors: [colour('loss')],
        valueRange: [0, Math.max(0.02, ...loss.map((row) => 1.1 * (row[1] || 0)))],
      }),
    },
  ];
}

function placeChart(data, chart, show) {
  const place = document.getElementById(chart.id);
  place.hidden = false;
  place.replaceChildren();
  for (const [name, style] of [['legend', 'legend'], ['plot', 'plot'], ['note', 'note']]) {
    chart[name] = document.createElement('div');
    chart[name].className = style;
    place.append(chart[name]);
  }
  const still = place.parentElement.querySelector('.still svg');
  chart.plot.setAttribute('role', 'img');
  chart.plot.setAttribute('aria-label', chart.id === 'chart-loss' ? 'Loss by the hour' : still.getAttribute('aria-label'));
  chart.show = show;
  const span = (chart.window[1] - chart.window[0]) / 1000;
  chart.shown = chart.rows(span);
  chart.graph = new Dygraph(chart.plot, chart.shown, {
    ...commonOptions(data, chart), ...chart.options(),
    drawCallback: (graph, isFirst) => { if (!isFirst) show(graph.xAxisRange(), chart); },
  });
  // The handles of the range selector: the buttons do the same for those who cannot see them.
  for (const handle of chart.plot.querySelectorAll('img')) handle.alt = '';
  tellGap(data, chart);
}

// Keeps all charts at one stretch of time. window null: all of it.
function makeShow(data, charts) {
  const whole = [data.from_s * 1000, data.to_s * 1000];
  let isBusy = false;
  let current = whole;
  const show = (window, source) => {
    if (isBusy) return;
    isBusy = true;
    current = window ? [Math.max(whole[0], window[0]), Math.min(whole[1], window[1])] : whole;
    if (current[1] - current[0] < 60000) current = whole;
    for (const chart of charts) {
      const rows = chart.rows((current[1] - current[0]) / 1000);
      const isSame = rows === chart.shown;
      chart.window = current;
      if (isSame && chart === source) continue;
      chart.shown = rows;
      chart.graph.updateOptions(isSame ? { dateWindow: current } : { dateWindow: current, file: rows });
    }
    tellShown(data, current, whole);
    isBusy = false;
  };
  return { show, current: () => current, whole };
}

function tellShown(data, current, whole) {
  document.getElementById('shown').textContent =
    localText(data, current[0] / 1000) + ' to ' + localText(data, current[1] / 1000) + ' (' + data.time_zone + ')';
  for (const button of document.querySelectorAll('[data-span]')) {
    const span = Number(button.dataset.span) * 1000 || whole[1] - whole[0];
    button.setAttribute('aria-pressed', String(Math.abs(current[1] - current[0] - span) < 1000));
  }
}

function useButtons(view) {
  const nav = document.querySelector('.zoom');
  nav.hidden = false;
  nav.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    const [from, to] = view.current();
    if (button.dataset.span !== undefined) {
      const span = Number(button.dataset.span) * 1000;
      view.show(span ? [Math.max(view.whole[0], to - span), Math.max(view.whole[0], to - span) + span] : null);
      return;
    }
    const step = (to - from) * Number(button.dataset.move);
    const moved = Math.max(view.whole[0], Math.min(view.whole[1] - (to - from), from + step));
    view.show([moved, moved + (to - from)]);
  });
}

function start() {
  const data = readData();
  placeTables(data);
  const charts = chartsOf(data);
  const view = makeShow(data, charts);
  for (const chart of charts) chart.window = view.whole;
  document.documentElement.classList.add('scripted');
  const place = () => charts.forEach((chart) => placeChart(data, chart, view.show));
  place();
  tellShown(data, view.whole, view.whole);
  useButtons(view);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', place);
}

start();
