// Stations on a plain map: no tiles, nothing from elsewhere. Without Leaflet or script the list and the sketch stay.
(() => {
  const panel = document.querySelector("[data-map]"), box = document.querySelector("[data-map-box]"), said = document.querySelector("[data-map-said]");
  if (!panel || !window.L) return;
  const drawn = JSON.parse(document.getElementById("drawn").textContent);
  if (!drawn.here && !drawn.box && !drawn.outline) return;
  panel.hidden = false;
  document.querySelector("[data-map-else]")?.setAttribute("hidden", "");
  const words = said.dataset, ink = getComputedStyle(box).color, line = getComputedStyle(said).color;
  const map = L.map(box, { attributionControl: false, zoomControl: false, preferCanvas: true, minZoom: 3, maxZoom: 18 });
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const ground = L.layerGroup().addTo(map), dots = L.layerGroup().addTo(map), near = L.layerGroup().addTo(map), pinned = L.layerGroup().addTo(map);

  const link = (name, url, more) => {
    const a = document.createElement("a"), p = document.createElement("p");
    a.href = url;
    a.textContent = name;
    p.append(a, document.createElement("br"), more || "");
    return p;
  };

  const steps = [20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
  const grid = () => {
    ground.clearLayers();
    const seen = map.getBounds(), wide = seen.getEast() - seen.getWest(), step = steps.find((each) => each <= wide / 4) || 0.001;
    const draw = (from, to) => L.polyline([from, to], { color: line, weight: 1, opacity: 0.35, interactive: false }).addTo(ground);
    for (let lng = Math.ceil(seen.getWest() / step) * step; lng < seen.getEast(); lng += step) draw([seen.getSouth(), lng], [seen.getNorth(), lng]);
    for (let lat = Math.ceil(seen.getSouth() / step) * step; lat < seen.getNorth(); lat += step) draw([lat, seen.getWest()], [lat, seen.getEast()]);
  };

  let asked = 0;
  const load = async () => {
    const turn = ++asked, seen = map.getBounds();
    const sides = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()].map((side, at) => Math.min([180, 90][at % 2], Math.max([-180, -90][at % 2], side)).toFixed(5));
    try {
      const answer = await fetch(`${drawn.stations}?bbox=${sides}`);
      if (turn !== asked) return;
      dots.clearLayers();
      said.textContent = answer.ok ? "" : words.many;
      if (!answer.ok) return;
      for (const { id, geometry, properties } of (await answer.json()).features) {
        const sure = properties.state === "open", [lng, lat] = geometry.coordinates;
        L.circleMarker([lat, lng], { radius: 6, color: ink, weight: 2, fillOpacity: sure ? 0.75 : 0 })
          .bindPopup(() => link(properties.name, `${drawn.page}${id}/`, properties.address)).addTo(dots);
      }
    } catch {
      if (turn === asked) said.textContent = words.failed;
    }
  };

  // Pins that would lie on one another are one pin, with all of them in its box.
  const pins = () => {
    pinned.clearLayers();
    const groups = [];
    (drawn.near || []).forEach((one, at) => {
      const spot = map.latLngToLayerPoint([one.lat, one.lng]), group = groups.find((each) => each.spot.distanceTo(spot) < 40);
      if (group) group.all.push({ ...one, name: `${at + 1}. ${one.name}` });
      else groups.push({ spot, html: String(at + 1), all: [{ ...one, name: `${at + 1}. ${one.name}` }] });
    });
    for (const { html, all } of groups) {
      const names = all.map((one) => one.name).join("、"), shut = all.every((one) => !one.open);
      const icon = L.divIcon({ className: shut ? "map-pin shut" : "map-pin", html: all.length > 1 ? `${html}+` : html, iconSize: [32, 32] });
      L.marker([all[0].lat, all[0].lng], { icon, title: names, alt: names, riseOnHover: true }).bindPopup(() => {
        const list = document.createElement("div");
        list.append(...all.map((one) => link(one.name, one.url, one.words)));
        return list;
      }).addTo(pinned);
    }
  };
  if (drawn.here) {
    L.circleMarker(drawn.here, { radius: 8, color: line, weight: 3, fillOpacity: 0.9 }).bindTooltip(words.here).addTo(near);
    map.fitBounds([drawn.here, ...(drawn.near || []).map((one) => [one.lat, one.lng])], { padding: [24, 24], maxZoom: 16 });
  } else if (drawn.box) map.fitBounds(drawn.box, { padding: [16, 16] });
  if (drawn.outline) {
    fetch(drawn.outline).then((answer) => answer.json()).then((data) => {
      const areas = L.geoJSON(data, { interactive: false, style: { color: line, weight: 1.5, fillOpacity: 0.04 } }).addTo(ground);
      if (!drawn.here && !drawn.box) map.fitBounds(areas.getBounds());
    }).catch(() => { grid(); map.on("moveend", grid); });
  } else {
    grid();
    map.on("moveend", grid);
  }
  map.on("moveend", load);
  map.on("zoomend", pins);
  if (map._loaded) {
    load();
    pins();
  }
})();
