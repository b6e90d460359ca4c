// The views that are recorded and not known to be on the server yet, on this computer's disk: they outlive the page, the
// browser and the laptop's lid. Nothing else of a page is ever put there.
const DATABASE = "scrutiny-views";
const VIEWS = "views";
// Tells pages that have nothing to do with a meeting that there is something to send.
const KEPT = "scrutiny-views-kept";

let opening = null;

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(VIEWS, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => {
      // Whoever signs out in another tab has the browser empty its stores; what is recorded here needs one again.
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("Another page holds an older store."));
  });
  return opening;
}

// Resolves once it is on the disk, not when it is merely on its way there.
async function written(change) {
  const transaction = (await open()).transaction(VIEWS, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  change(transaction.objectStore(VIEWS));
  await done;
}

function noteWhetherKept(isKept) {
  try {
    if (isKept) localStorage.setItem(KEPT, "1");
    else localStorage.removeItem(KEPT);
  } catch {
    // Only pages elsewhere go without.
  }
}

export function mayBeKept() {
  try {
    return localStorage.getItem(KEPT) !== null;
  } catch {
    return false;
  }
}

// All views, in the order they were recorded.
export async function keptViews() {
  const store = (await open()).transaction(VIEWS).objectStore(VIEWS);
  const views = await asked(store.getAll());
  noteWhetherKept(views.length > 0);
  return views;
}

// Keeps a view in the place of earlier ones of the same user for the same page.
export async function keep(view) {
  const earlier = (await keptViews()).filter(({ url, user }) => url === view.url && user === view.user);
  noteWhetherKept(true);
  await written((store) => {
    for (const { id } of earlier) store.delete(id);
    store.add(view);
  });
}

export async function change(view) {
  await written((store) => store.put(view));
}

export async function discard(key) {
  const views = (await keptViews()).filter((view) => view.key === key);
  await written((store) => views.forEach(({ id }) => store.delete(id)));
}

// Whether this browser keeps anything: some do not in a private window.
export async function canKeep() {
  try {
    await keptViews();
    return true;
  } catch {
    return false;
  }
}
