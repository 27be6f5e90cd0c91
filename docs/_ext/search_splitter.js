// The query is split as the index was: Chinese into pairs of characters (的 parts words), the rest into words.
var splitQuery = (query) =>
  (query.match(/[\u4e00-\u9fff]+|[a-zA-Z0-9_]+/g) || [])
    .flatMap((run) => (run[0] < "\u4e00" ? [run] : run.split("的")))
    .flatMap((run) => {
      if (run === "" || run[0] < "\u4e00" || run.length < 3) return run ? [run] : [];
      return Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2));
    });
