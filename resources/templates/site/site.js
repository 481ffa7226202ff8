/* The site's own script. Every page is whole without it. */
(function () {
  "use strict";
  var units = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

  /* "6 hours ago" grows older with the reader. */
  function age(root) {
    if (!self.Intl || !Intl.RelativeTimeFormat) { return; }
    root.querySelectorAll("time[data-age]").forEach(function (time) {
      var seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      var unit = units.find(function (one) { return seconds >= one[1]; });
      if (!unit) { return; }
      var words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
      time.textContent = words.format(-Math.floor(seconds / unit[1]), unit[0]);
    });
  }

  /* The Recent Posts box as one shared part: fresher than when this page was made. */
  function share() {
    var box = document.querySelector("aside.recent[data-shared]");
    if (!box) { return; }
    var most = Number(box.dataset.most), here = decodeURIComponent(location.pathname.split("/").pop());
    self.newsroomRecent = function (boxes) {
      var fresh = boxes[box.dataset.shared];
      if (!fresh) { return; }
      var list = box.querySelector("ul"), part = document.createElement("template");
      part.innerHTML = fresh;
      part.content.querySelectorAll("li").forEach(function (item) {
        if (decodeURIComponent(item.dataset.story) === here) { item.remove(); }
      });
      while (part.content.querySelectorAll("li").length > most) {
        part.content.querySelector("li:last-of-type").remove();
      }
      list.replaceChildren(part.content);
      age(list);
    };
    load("recent.js");
  }

  function load(address, then) {
    var script = document.createElement("script");
    script.src = address;
    script.onload = script.onerror = then || null;
    document.head.append(script);
  }

  function plain(words) {
    return words.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/\u0643/g, "\u06a9")
      .replace(/[\u064a\u0649]/g, "\u06cc").replace(/\u200c/g, " ");
  }

  /* Searching: a file of headlines for each month, the newest first; no server is asked. */
  function search() {
    var list = document.getElementById("search-found"), field = document.getElementById("words");
    if (!list || !field) { return; }
    var said = document.getElementById("search-said");
    var months = list.dataset.months.split(" ").filter(Boolean), stories = [], next = 0, asked = [];
    self.newsroomFound = function (some) {
      some.forEach(function (one) { stories.push({ story: one, words: plain(one.slice(0, 5).join(" ")) }); });
    };
    function show() {
      list.replaceChildren();
      if (!asked.length) { said.textContent = ""; return; }
      var hits = stories.filter(function (one) {
        return asked.every(function (word) { return one.words.indexOf(word) >= 0; });
      });
      hits.slice(0, 100).forEach(function (hit) {
        var item = document.createElement("li"), link = document.createElement("a");
        var time = document.createElement("time"), lead = document.createElement("p");
        var one = hit.story;
        if (one[7]) { item.lang = one[7]; item.dir = one[8]; }
        link.href = one[0]; link.textContent = one[1];
        time.dateTime = one[5]; time.textContent = one[6];
        lead.textContent = one[2];
        item.append(link, " ", time, lead);
        list.append(item);
      });
      said.textContent = hits.length ? (hits.length === 1 ? list.dataset.one : list.dataset.many)
        .replace("{n}", hits.length.toLocaleString(document.documentElement.lang))
        : (next < months.length ? list.dataset.wait : list.dataset.none);
    }
    function more() {
      show();
      if (asked.length && next < months.length) { load("search/" + months[next++] + ".js", more); }
    }
    function ask() {
      var waiting = asked.length && next < months.length;
      asked = plain(field.value).split(/\s+/).filter(Boolean);
      if (waiting) { show(); } else { more(); }
    }
    field.form.addEventListener("submit", function (event) { event.preventDefault(); ask(); });
    field.addEventListener("input", ask);
    field.value = new URLSearchParams(location.search).get("q") || "";
    ask();
  }

  age(document);
  share();
  search();
}());
