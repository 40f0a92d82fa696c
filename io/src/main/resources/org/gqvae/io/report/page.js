// Draws the charts of a page: each element of class "chart" by the function that its data-chart
// attribute names, from the JSON in #data. A function returns ECharts options, or null where there
// is nothing to draw.
(() => {
  'use strict';

  const data = JSON.parse(document.getElementById('data').textContent);
  const sets = data.data_sets || [];
  const rounds = data.rounds || [];

  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const seriesColours = () => [0, 1, 2, 3].map((i) => colour('--series-' + i));

  const count = (value) => (value == null ? '–' : Number(value).toLocaleString('en-US'));
  const significant = (value) =>
    value == null ? '–' : Number(value).toLocaleString('en-US', { maximumSignificantDigits: 4 });
  const percent = (share) =>
    share == null ? '–' : significant(100 * share).replace(/^(\d+\.\d)\d+$/, '$1') + ' %';
  const wholePercent = (share) => Math.round(100 * share) + ' %';
  const short = (value) =>
    value >= 1e9 ? value / 1e9 + 'G' : value >= 1e6 ? value / 1e6 + 'M'
      : value >= 1e3 ? value / 1e3 + 'k' : String(value);
  const rowLength = (tokens) => (tokens < 1024 ? String(tokens) : tokens / 1024 + 'k');
  const cut = (text) => (text.length > 18 ? text.slice(0, 17) + '…' : text);

  const legend = () => ({
    type: 'scroll', top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12,
    pageIconColor: colour('--quiet'), pageTextStyle: { color: colour('--quiet') },
    textStyle: { color: colour('--ink') },
  });

  // What all charts share: quiet axes, a legend where there are several series.
  function frame(series, options) {
    const several = series.length > 1;
    return Object.assign({
      animation: false,
      color: seriesColours(),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 20, top: several ? 40 : 16, bottom: 30, containLabel: true },
      legend: { ...legend(), show: several },
      tooltip: {
        trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'line' },
        backgroundColor: colour('--card'), borderColor: colour('--line'),
        textStyle: { color: colour('--ink') },
        valueFormatter: options.format,
      },
      series,
    }, options.chart);
  }

  function axis(type, name, options) {
    return Object.assign({
      type, name, nameLocation: 'middle', nameGap: 28,
      nameTextStyle: { color: colour('--quiet') },
      axisLine: { lineStyle: { color: colour('--line') } },
      axisTick: { lineStyle: { color: colour('--line') } },
      axisLabel: { color: colour('--quiet'), hideOverlap: true },
      splitLine: { lineStyle: { color: colour('--line') } },
      minorSplitLine: { show: false },
    }, options);
  }

  const labels = (formatter) => ({ color: colour('--quiet'), hideOverlap: true, formatter });
  const flat = { show: false };

  const largest = (values) => Math.max(0, ...values.flat().filter((value) => value !== null));

  // Bars side by side over categories; values[set][category].
  function bars(categories, values, options) {
    // Values stand at the bars where they have room; upright bars of several sets go without decimals.
    const room = (0.72 * options.width) / Math.max(1, sets.length * categories.length);
    const showValues = options.showValues && (options.horizontal || room > 30);
    const label = room > 46 || options.horizontal ? options.format : wholePercent;
    const categoryAxis = axis('category', options.categoryName, {
      data: categories, inverse: !!options.horizontal, axisTick: flat, splitLine: flat,
      axisLabel: options.horizontal ? { color: colour('--quiet'), interval: 0, formatter: cut } : labels(),
      nameGap: 28,
    });
    const valueAxis = axis('value', null, {
      axisLabel: labels(options.axisFormat), axisLine: flat, splitNumber: 4, min: 0,
      ...(options.format === percent && largest(values) > 0.8 ? { max: 1, interval: 0.25 } : {}),
    });
    return frame(
      sets.map((set, i) => ({
        type: 'bar', name: set.name, data: values[i], barGap: '8%', barCategoryGap: '28%',
        barMaxWidth: 44,
        itemStyle: { borderRadius: options.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] },
        label: {
          show: !!showValues, position: options.horizontal ? 'right' : 'top',
          color: colour('--ink'), formatter: (point) => (point.value == null ? '' : label(point.value)),
        },
      })),
      {
        format: options.format,
        chart: options.horizontal
          ? { xAxis: valueAxis, yAxis: categoryAxis,
              grid: { left: 16, right: 56, top: sets.length > 1 ? 40 : 8, bottom: 8, containLabel: true } }
          : { xAxis: categoryAxis, yAxis: valueAxis,
              grid: { left: 8, right: 20, top: sets.length > 1 ? 46 : 22,
                bottom: options.categoryName ? 30 : 8, containLabel: true } },
      });
  }

  // The keys of such a chart name histograms, such as bytes_by_use; the reader picks one.
  function tokenLength(width, element) {
    const kind = pick(element);
    const histograms = sets.map((set) => set.figures.token_length[kind].histogram);
    const longest = Math.max(0, ...histograms.flat().map((bar) => bar.length));
    if (longest === 0) return null;
    const lengths = Array.from({ length: longest }, (_, i) => i + 1);
    const shares = histograms.map((histogram) => {
      const total = histogram.reduce((sum, bar) => sum + bar.count, 0);
      const byLength = new Map(histogram.map((bar) => [bar.length, bar.count]));
      return lengths.map((length) => (byLength.get(length) || 0) / total);
    });
    return bars(lengths.map(String), shares, {
      width, categoryName: unit(kind), format: percent, axisFormat: percent,
    });
  }

  const unit = (kind) => kind.split('_')[0];

  // The key that is picked among those of a chart; buttons to pick another stand above it.
  function pick(element) {
    const keys = element.dataset.keys.split(' ');
    if (!element.dataset.picked) {
      element.dataset.picked = keys[0];
      const buttons = document.createElement('div');
      buttons.className = 'picks';
      for (const key of keys) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = 'in ' + unit(key);
        button.setAttribute('aria-pressed', String(key === keys[0]));
        button.addEventListener('click', () => {
          element.dataset.picked = key;
          for (const other of buttons.children) {
            other.setAttribute('aria-pressed', String(other === button));
          }
          draw();
        });
        buttons.append(button);
      }
      element.before(buttons);
    }
    return element.dataset.picked;
  }

  function documentLength(width) {
    // Empty documents have no place on a logarithmic axis.
    const shares = sets.map((set) => {
      const bins = set.figures.document_length.bins;
      const total = bins.reduce((sum, bin) => sum + bin.documents, 0);
      return bins.filter((bin) => bin.from > 0)
        .map((bin) => ({ from: bin.from, end: bin.to + 1, share: bin.documents / total }));
    });
    const all = shares.flat();
    if (all.length === 0) return null;
    const longest = Math.max(...all.map((bin) => bin.end));
    const shortest = Math.min(...all.map((bin) => bin.from));
    const marks = [512, 1024, 2048, 4096, 8192];
    return frame(
      sets.map((set, i) => ({
        type: 'line', name: set.name, step: 'end', symbol: 'none', lineStyle: { width: 2 },
        areaStyle: { opacity: 0.18 },
        data: shares[i].flatMap((bin, at) =>
          at === shares[i].length - 1
            ? [[bin.from, bin.share], [bin.end, bin.share], [bin.end, 0]]
            : [[bin.from, bin.share]]),
        markLine: i > 0 ? undefined : {
          symbol: 'none', silent: true,
          lineStyle: { color: colour('--quiet'), type: 'dashed', width: 1 },
          label: {
            color: colour('--quiet'), fontSize: width < 420 ? 9 : 12, position: 'end',
            formatter: (mark) => rowLength(mark.value),
          },
          data: marks.map((mark) => ({ xAxis: mark })),
        },
      })),
      {
        format: percent,
        chart: {
          grid: { left: 8, right: 20, top: sets.length > 1 ? 56 : 28, bottom: 30, containLabel: true },
          xAxis: axis('log', 'tokens', {
            min: Math.pow(10, Math.floor(Math.log10(shortest))),
            max: 1.1 * Math.max(longest, 10000),
            axisLabel: labels((value) => (Number.isInteger(Math.log10(value)) ? short(value) : '')),
          }),
          yAxis: axis('value', null, { axisLabel: labels(percent), axisLine: flat, splitNumber: 4 }),
        },
      });
  }

  function padding(width) {
    return bars(
      sets[0].figures.padding.map((rows) => count(rows.row_length)),
      sets.map((set) => set.figures.padding.map((rows) => rows.wasted)),
      { width, categoryName: 'tokens a row', format: percent, axisFormat: percent, showValues: true });
  }

  function rankFrequency() {
    if (sets.every((set) => set.figures.rank_frequency.length === 0)) return null;
    return frame(
      sets.map((set) => ({
        type: 'line', name: set.name, symbol: 'none', lineStyle: { width: 2 },
        data: set.figures.rank_frequency.map((point) => [point.rank, point.count]),
      })),
      {
        format: count,
        chart: {
          xAxis: axis('log', 'rank', { axisLabel: labels(short) }),
          yAxis: axis('log', 'uses', {
            axisLabel: labels(short), nameLocation: 'end', nameGap: 8, axisLine: flat,
          }),
          grid: { left: 8, right: 20, top: sets.length > 1 ? 62 : 32, bottom: 30, containLabel: true },
        },
      });
  }

  function vocabularyUse() {
    const parts = [
      ['often', (use) => use.used_ids - use.rare_ids, colour('--series-0'), colour('--card')],
      ['rare', (use) => use.rare_ids, colour('--series-0') + '66', colour('--ink')],
      ['dead', (use) => use.dead_ids, colour('--line'), colour('--ink')],
    ];
    return frame(
      parts.map(([name, ids, fill, ink]) => ({
        type: 'bar', name, stack: 'ids', barMaxWidth: 56, itemStyle: { color: fill },
        data: sets.map((set) => ids(set.figures.vocabulary_use) / set.figures.vocabulary_use.ids),
        label: {
          show: true, color: ink,
          formatter: (point) => (point.value < 0.1 ? '' : wholePercent(point.value)),
        },
      })),
      {
        format: percent,
        chart: {
          xAxis: axis('value', null, { axisLabel: labels(percent), max: 1, interval: 0.25 }),
          yAxis: axis('category', null, {
            data: sets.map((set) => set.name), inverse: true, axisTick: flat,
            axisLabel: sets.length > 1 ? { color: colour('--quiet'), formatter: cut } : flat,
          }),
          grid: { left: 16, right: 28, top: 40, bottom: 8, containLabel: true },
          tooltip: { show: true, trigger: 'item', renderMode: 'richText', confine: true, valueFormatter: percent },
        },
      });
  }

  function massOfTop(width) {
    return bars(
      sets[0].figures.vocabulary_use.top.map((top) => 'top ' + count(top.ids)),
      sets.map((set) => set.figures.vocabulary_use.top.map((top) => top.mass)),
      { width, format: percent, axisFormat: percent, showValues: true });
  }

  function byGroup(figure, width, element) {
    const label = (value) => (value === null ? '(none)' : value);
    const tokens = new Map();
    sets.forEach((set) => set.groups.forEach((group) => {
      const value = label(group.value);
      tokens.set(value, (tokens.get(value) || 0) + group.figures.tokens);
    }));
    const groups = [...tokens.keys()].sort((a, b) => tokens.get(b) - tokens.get(a)).slice(0, 24);
    element.style.height = 56 + groups.length * (14 + 16 * sets.length) + 'px';
    return bars(groups, sets.map((set) => groups.map((value) => {
      const group = set.groups.find((candidate) => label(candidate.value) === value);
      return group ? group.figures[figure] : null;
    })), { width, horizontal: true, format: significant, axisFormat: significant, showValues: true });
  }

  const words = (key) => key.replace(/_/g, ' ').replace(/^./, (letter) => letter.toUpperCase());

  const curveName = (key) => words(key.replace(/_seconds$/, '')).replace('Held out', 'Held-out');

  function training(element, format) {
    const keys = element.dataset.keys.split(' ').filter((key) => rounds.some((line) => line[key] != null));
    const dots = rounds.length < 40;
    return frame(
      keys.map((key) => ({
        type: 'line', name: curveName(key), showSymbol: dots, symbolSize: 5, connectNulls: true,
        lineStyle: { width: 2 },
        data: rounds.map((line) => [line.round, line[key] == null ? null : line[key]]),
      })),
      {
        format,
        chart: {
          xAxis: axis('value', 'round', { minInterval: 1, min: 'dataMin', max: 'dataMax', splitLine: flat }),
          yAxis: axis('value', null, {
            axisLabel: labels(format), axisLine: flat, splitNumber: 4, scale: true,
          }),
        },
      });
  }

  // Both ends of a name, which tell tokenizers and policies apart.
  const cutWithin = (name, most) =>
    name.length > most ? name.slice(0, Math.floor((most - 1) / 2)) + '…' + name.slice(-Math.ceil((most - 1) / 2)) : name;

  const comparedEntries = () =>
    (data.tokenizers || []).filter((entry) => entry.bytes_per_token !== null);

  // From below all intervals to above them, in about so many round steps.
  function compressionRange(entries, steps) {
    const ends = entries.flatMap((entry) => entry.bytes_per_token_interval);
    const extent = Math.max(...ends) - Math.min(...ends);
    const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2].find((size) => extent <= steps * size) || 5;
    const margin = Math.max(0.08 * extent, 0.01);
    return {
      min: step * Math.floor((Math.min(...ends) - margin) / step),
      max: step * Math.ceil((Math.max(...ends) + margin) / step),
      interval: step,
    };
  }

  // Tokenizers under one another: a point each, and its interval as a line.
  function compareCompression(width, element) {
    const entries = comparedEntries();
    if (entries.length === 0) return null;
    element.style.height = Math.max(280, 64 + 30 * entries.length) + 'px';
    const reference = entries.find((entry) => entry.name === data.reference);
    const lines = entries.map((entry, i) => ({
      type: 'line', silent: true, symbol: 'rect', symbolSize: [2, 13], color: colour('--series-0'),
      lineStyle: { width: 2 },
      data: entry.bytes_per_token_interval.map((end) => [end, i]),
    }));
    const points = {
      type: 'scatter', symbolSize: 7, color: colour('--series-0'), z: 3,
      data: entries.map((entry, i) => ({ name: entry.name, value: [entry.bytes_per_token, i] })),
      label: {
        show: true, position: 'top', distance: 4, color: colour('--ink'), backgroundColor: colour('--card'),
        formatter: (point) => point.value[0].toFixed(3),
      },
      markLine: reference === undefined ? undefined : {
        symbol: 'none', silent: true, z: 1, label: { show: false },
        lineStyle: { color: colour('--quiet'), type: 'dashed', width: 1 },
        data: [{ xAxis: reference.bytes_per_token }],
      },
    };
    return frame([...lines, points], {
      chart: {
        legend: { show: false },
        grid: { left: 16, right: 24, top: 16, bottom: 30, containLabel: true },
        xAxis: axis('value', 'bytes per token', {
          ...compressionRange(entries, width < 420 ? 3 : 6), axisLabel: labels(significant),
        }),
        yAxis: axis('category', null, {
          data: entries.map((entry) => entry.name), inverse: true, axisTick: flat, splitLine: flat,
          axisLabel: { color: colour('--quiet'), interval: 0, formatter: (name) => cutWithin(name, 24) },
        }),
        tooltip: {
          trigger: 'item', renderMode: 'richText', confine: true,
          backgroundColor: colour('--card'), borderColor: colour('--line'),
          textStyle: { color: colour('--ink') },
          formatter: (point) => {
            const entry = entries[point.value[1]];
            const [low, high] = entry.bytes_per_token_interval.map((end) => end.toFixed(3));
            return entry.name + '\n' + entry.bytes_per_token.toFixed(3) + ' (' + low + ' to ' + high + ')';
          },
        },
      },
    });
  }

  // Places for labels of one line each, as near to where they belong as they find room from 0 to height.
  function spread(places, height) {
    const line = 14;
    const order = [...places.keys()].sort((a, b) => places[a] - places[b]);
    const spreadOut = [...places];
    order.forEach((at, i) => {
      spreadOut[at] = Math.max(places[at], i === 0 ? 0 : spreadOut[order[i - 1]] + line);
    });
    order.reverse().forEach((at, i) => {
      spreadOut[at] = Math.min(spreadOut[at], i === 0 ? height : spreadOut[order[i - 1]] - line);
    });
    return spreadOut;
  }

  // A point for each tokenizer with lines from end to end of what was measured, its name beside the plot.
  function compareSpeed(width, element) {
    const entries = comparedEntries().filter((entry) => entry.encode_seconds > 0);
    if (entries.length === 0) return null;
    const height = Math.max(280, 64 + 30 * entries.length);
    element.style.height = height + 'px';
    const megabytes = (entry, seconds) => entry.encode_bytes / entry[seconds] / 1e6;
    const points = entries.map((entry) => ({
      name: entry.name, value: [megabytes(entry, 'encode_seconds'), entry.bytes_per_token],
      speeds: [megabytes(entry, 'slowest_encode_seconds'), megabytes(entry, 'fastest_encode_seconds')],
      interval: entry.bytes_per_token_interval,
    }));

    // Names stand right of the plot. A pixel is so many units of the axes, whose places are fixed for that.
    const grid = { left: 40, right: Math.min(180, 0.42 * width), top: 16, bottom: 46 };
    const plotHeight = height - grid.top - grid.bottom;
    const range = compressionRange(entries, 6);
    const fastest = Math.max(...points.map((point) => point.speeds[1]));
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => fastest <= 4 * size) || 1000;
    const most = step * Math.ceil(fastest / step);
    const unit = (range.max - range.min) / plotHeight;
    const names = spread(points.map((point) => (range.max - point.value[1]) / unit), plotHeight)
      .map((place) => [most, range.max - unit * place]);

    const line = (data, style) => ({
      type: 'line', silent: true, symbol: 'none', color: colour('--series-0'), data, lineStyle: style,
    });
    return frame([
      ...points.map((point, i) => line([point.value, names[i]], { color: colour('--quiet'), width: 0.75, opacity: 0.6 })),
      ...points.flatMap((point) => [
        line(point.speeds.map((speed) => [speed, point.value[1]]), { width: 1.5, opacity: 0.45 }),
        line(point.interval.map((end) => [point.value[0], end]), { width: 1.5, opacity: 0.45 }),
      ]),
      { type: 'scatter', symbolSize: 9, color: colour('--series-0'), z: 3, data: points },
      {
        type: 'scatter', silent: true, symbolSize: 1, itemStyle: { color: 'transparent' }, data: names,
        label: {
          show: true, position: 'right', color: colour('--ink'),
          formatter: (name) => cutWithin(points[name.dataIndex].name, Math.floor(grid.right / 7)),
        },
      },
    ], {
      chart: {
        legend: { show: false },
        grid,
        xAxis: axis('value', 'MB a second', { min: 0, max: most, interval: step, axisLabel: labels(short) }),
        yAxis: axis('value', null, { ...range, axisLine: flat, axisLabel: labels(significant) }),
        tooltip: {
          trigger: 'item', renderMode: 'richText', confine: true,
          backgroundColor: colour('--card'), borderColor: colour('--line'),
          textStyle: { color: colour('--ink') },
          formatter: ({ data: point }) =>
            point.name + '\n' + Math.round(point.value[0]) + ' MB/s (' + point.speeds.map(Math.round).join(' to ') + ')\n'
              + point.value[1].toFixed(3) + ' bytes per token (' + point.interval.map((end) => end.toFixed(3)).join(' to ') + ')',
        },
      },
    });
  }

  // Bits per byte by an amount of training, which doubles from mark to mark: a line for each contender, and
  // thin ones for its lowest and highest run.
  function lmCurve(width, element) {
    const key = element.dataset.keys;
    const measured = (data.contenders || []).map((contender) => ({ name: contender.name, points: contender[key].curve }))
      .filter((contender) => contender.points.length > 0);
    if (measured.length === 0) return null;
    const several = measured.length > 1;
    // What contenders differ by at the end would not be seen beside what all begin with.
    const worst = Math.max(...measured.map((contender) => Math.min(...contender.points.map((point) => point.max))));
    const contenders = measured.map(({ name, points }) =>
      ({ name, points: points.filter((point) => !several || point.max <= 1.25 * worst) }));

    const amounts = contenders.flatMap((contender) => contender.points.map((point) => point.at));
    const least = Math.min(...amounts);
    const most = Math.max(...amounts);
    const tens = Math.max(0, Math.floor(Math.log10(least * most) / 2));
    const exponent = key === 'bytes' ? 3 * Math.floor(tens / 3) : tens;
    const unit = Math.pow(10, exponent);
    const unitName = key === 'bytes'
      ? ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'][exponent / 3]
      : '× 10' + [...String(exponent)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('');
    const place = (amount) => Math.log2(amount / unit);
    const from = Math.floor(place(least));
    const doublings = Math.max(1, Math.ceil(place(most)) - from);
    const step = Math.ceil(doublings / (width < 420 ? 4 : 8));

    const line = (contender, figure, i, options) => ({
      type: 'line', name: contender.name, color: seriesColours()[i % 4],
      data: contender.points.map((point) => [place(point.at), point[figure], point.at]),
      ...options,
      lineStyle: { type: ['solid', 'dashed', 'dotted'][Math.floor(i / 4) % 3], ...options.lineStyle },
    });
    return frame(
      contenders.flatMap((contender, i) => [
        line(contender, 'mean', i, { symbol: 'circle', symbolSize: 5, showAllSymbol: true, lineStyle: { width: 2 } }),
        ...(contender.points.some((point) => point.min < point.max) ? ['min', 'max'] : []).map((figure) =>
          line(contender, figure, i, { symbol: 'none', silent: true, lineStyle: { width: 1, opacity: 0.5 } })),
      ]),
      {
        chart: {
          legend: { ...legend(), show: several },
          grid: { left: 8, right: 20, top: several ? 62 : 32, bottom: 30, containLabel: true },
          xAxis: axis('value', (key === 'bytes' ? 'training text, ' : 'floating-point operations, ') + unitName, {
            min: from, max: from + step * Math.ceil(doublings / step), interval: step,
            axisLabel: labels((doubling) => significant(Math.pow(2, doubling))),
          }),
          yAxis: axis('value', 'bits per byte', {
            nameLocation: 'end', nameGap: 8, nameTextStyle: { color: colour('--quiet'), align: 'left' },
            axisLine: { show: false, onZero: false }, splitNumber: 4, scale: true, axisLabel: labels(significant),
          }),
          tooltip: {
            trigger: 'item', renderMode: 'richText', confine: true,
            backgroundColor: colour('--card'), borderColor: colour('--line'),
            textStyle: { color: colour('--ink') },
            formatter: ({ seriesName, value: [, bits, amount] }) =>
              seriesName + '\n' + bits.toFixed(3) + ' bits per byte after ' + significant(amount / unit) + ' ' + unitName,
          },
        },
      });
  }

  const charts = {
    'lm-curve': lmCurve,
    'compare-compression': compareCompression,
    'compare-speed': compareSpeed,
    'token-length': tokenLength,
    'document-length': documentLength,
    'padding': padding,
    'rank-frequency': rankFrequency,
    'vocabulary-use': vocabularyUse,
    'mass-of-top': massOfTop,
    'bytes-per-token-by-group': (width, element) => byGroup('bytes_per_token', width, element),
    'fertility-by-group': (width, element) => byGroup('fertility', width, element),
    'training-curve': (width, element) => training(element, significant),
    'training-share': (width, element) => training(element, percent),
  };

  function draw(printWidth) {
    for (const element of document.querySelectorAll('.chart')) {
      const drawn = echarts.getInstanceByDom(element);
      if (drawn) drawn.dispose();
      const width = printWidth || element.clientWidth;
      const options = charts[element.dataset.chart](width, element);
      if (options === null) {
        element.textContent = 'Nothing to show.';
        continue;
      }
      const size = { renderer: 'svg', width, height: printWidth ? parseInt(element.style.height, 10) || 220 : undefined };
      echarts.init(element, null, size).setOption(options);
    }
  }

  let pending = 0;
  const redraw = () => {
    clearTimeout(pending);
    pending = setTimeout(() => draw(), 100);
  };
  const root = document.documentElement;
  let lastWidth = root.clientWidth;
  addEventListener('resize', () => {
    if (root.clientWidth !== lastWidth && !('printing' in root.dataset)) {
      lastWidth = root.clientWidth;
      redraw();
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('beforeprint', () => {
    root.dataset.printing = '';
    draw(310); // half of an A4 page between its margins
  });
  addEventListener('afterprint', () => {
    delete root.dataset.printing;
    draw();
  });
  draw();
})();
