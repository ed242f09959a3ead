/* SPDX-License-Identifier: MIT */
/* Chromium's own log of its network: what was asked for, which names were looked up, and where sockets led. Chromium also
 * asks for things by itself, whatever page is open. Such a request has no page as its initiator, and the log names what
 * each lookup and each socket was made for: only what belongs to such a request, and to no page, is left out. */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const NO_PAGE = 'not an origin'; /* as the log names the initiator of a request that no page made */
const REQUEST = 'URL_REQUEST_START_JOB', LOOKUP = 'HOST_RESOLVER_MANAGER_JOB', QUESTION = 'DNS_TRANSACTION';
const TCP = 'TCP_CONNECT_ATTEMPT', UDP = 'UDP_CONNECT', UDP_SENT = 'UDP_BYTES_SENT';

/* Sources of the log that belong together: a request, the sockets that were opened for it, and so on. */
function makeGroups() {
  const parents = new Map();
  const find = id => {
    let root = id;
    while ((parents.get(root) ?? root) !== root)
      root = parents.get(root);
    parents.set(id, root);
    return root;
  };
  return {find, join: (one, other) => parents.set(find(one), find(other))};
}

/* What an event of each name leads to: "http://host:port/path", "host:port" or "host"; undefined if it leads nowhere. */
const DESTINATIONS = {
  [REQUEST]: ({url}) => /^(https?|wss?|ftp):/.test(url) ? url : undefined,
  [LOOKUP]: ({host}) => host,
  [QUESTION]: ({hostname}) => hostname?.replace(/\.$/, ''),
  [TCP]: ({address}) => address,
  [UDP]: ({address}) => address,
  [UDP_SENT]: ({address}) => address,
};

/* A request that the browser made by itself. One that is typed as an address, as a test does it, is of the type "main frame". */
const isOwn = ({name, params}) => name === REQUEST && params.initiator === NO_PAGE && params.request_type === 'other';
const isOfPage = event => event.name === REQUEST && !isOwn(event);

/* `args` are for the browser. After it is closed, read(origin) gives the requests of pages, and what leads elsewhere. */
export function startNetLog() {
  const folder = mkdtempSync(join(tmpdir(), 'foam-roller-net-log-')), file = join(folder, 'net-log.json');
  return {
    args: [`--log-net-log=${file}`],
    read(origin) {
      const {constants: {logEventTypes: types}, events} = JSON.parse(readFileSync(file, 'utf8'));
      const unknown = Object.keys(DESTINATIONS).filter(name => !(name in types));
      if (unknown.length)
        throw new Error(`This Chromium's log has no ${unknown.join(', ')}.`);
      const names = new Map(Object.entries(types).map(([name, number]) => [number, name]));
      const groups = makeGroups(), leading = [], sending = new Set();
      for (const {type, source, params} of events) {
        if (params?.source_dependency)
          groups.join(source.id, params.source_dependency.id);
        const name = names.get(type), to = DESTINATIONS[name]?.(params || {});
        if (name === UDP_SENT)
          sending.add(source.id);
        if (to)
          leading.push({name, id: source.id, params, to});
      }
      /* To connect a socket of UDP sends nothing: Chromium finds out so whether there is a way to IPv6 addresses. */
      const leaves = ({name, id}) => name !== UDP || sending.has(id);
      const pick = test => new Set(leading.filter(test).map(({id}) => groups.find(id)));
      const own = pick(isOwn), page = pick(isOfPage), {host} = new URL(origin);
      const isHere = to => (/^\w+:\/\//.test(to) ? new URL(to).host : to) === host;
      const isOwnGroup = id => own.has(groups.find(id)) && !page.has(groups.find(id));
      return {requests: leading.filter(isOfPage).map(({to}) => to),
        elsewhere: [...new Set(leading.filter(event => leaves(event) && !isOwnGroup(event.id)).map(({to}) => to).filter(to => !isHere(to)))]};
    },
    remove: () => rmSync(folder, {recursive: true, force: true}),
  };
}
