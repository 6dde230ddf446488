'use strict';

// Does with node-oracledb what NodeClientIT asks for: one JSON request a line on standard input, one JSON answer a line
// on standard output. A request names its call, the session it is for, and what the call needs:
//
//   {"call": "open", "session": "a"}
//   {"call": "execute", "session": "a", "sql": "INSERT INTO T VALUES (:1)", "binds": [{"type": "NUMBER", "value": "1"}]}
//   {"call": "executeMany", "session": "a", "sql": "…", "types": ["NUMBER"], "rows": [["1"], ["2"]], "batchErrors": true}
//   {"call": "commit", "session": "a"}
//
// Values are texts on both ways, because JSON has no 38 digits, no NaN, no bytes and no dates. STANDIN_CONNECT,
// STANDIN_USER and STANDIN_PASSWORD say where to log on.

const oracledb = require('oracledb');
const readline = require('readline');

const sessions = new Map();

/** What the driver binds for a type's text. */
const bound = {
  NUMBER: text => /^-?\d+$/.test(text) ? BigInt(text) : Number(text),
  BINARY_FLOAT: Number,
  BINARY_DOUBLE: Number,
  DATE: text => new Date(text),
  TIMESTAMP: text => new Date(text),
  TIMESTAMP_TZ: text => new Date(text),
  TIMESTAMP_LTZ: text => new Date(text),
  RAW: text => Buffer.from(text, 'hex'),
  BLOB: text => Buffer.from(text, 'hex'),
  BOOLEAN: text => text === 'true',
  INTERVAL_YM: text => {
    const [years, months] = text.split(' ').map(Number);
    return new oracledb.IntervalYM({ years, months });
  },
  INTERVAL_DS: text => {
    const [days, hours, minutes, seconds, fseconds] = text.split(' ').map(Number);
    return new oracledb.IntervalDS({ days, hours, minutes, seconds, fseconds });
  }
};

function toBind(type, text) {
  return text === null || !(type in bound) ? text : bound[type](text);
}

function typeOf(name) {
  const type = oracledb['DB_TYPE_' + name];
  if (type === undefined) {
    throw new Error('node-oracledb has no type ' + name);
  }
  return type;
}

async function toText(value) {
  if (value instanceof oracledb.Lob) {
    const content = await value.getData();
    return content === null ? '' : toText(content);
  }
  if (value instanceof oracledb.IntervalYM) {
    return [value.years, value.months].join(' ');
  }
  if (value instanceof oracledb.IntervalDS) {
    return [value.days, value.hours, value.minutes, value.seconds, value.fseconds].join(' ');
  }
  if (Buffer.isBuffer(value)) {
    return value.toString('hex');
  }
  return value === null ? null : value instanceof Date ? value.toISOString() : String(value);
}

/** NUMBER as the digits that came over the wire, and not as the double nearest to them. */
function fetchType(column) {
  return column.dbType === oracledb.DB_TYPE_NUMBER ? { type: oracledb.STRING } : undefined;
}

async function rowsOf(result) {
  const rows = [];
  for (const row of result.rows ?? []) {
    const texts = [];
    for (const value of row) {
      texts.push(await toText(value));
    }
    rows.push(texts);
  }
  return rows;
}

const calls = {
  async open(request) {
    const session = await oracledb.getConnection({
      connectString: process.env.STANDIN_CONNECT,
      user: process.env.STANDIN_USER,
      password: request.password ?? process.env.STANDIN_PASSWORD
    });
    session.module = 'NodeClientIT';
    session.callTimeout = request.callTimeout ?? 0;
    sessions.set(request.session, session);
    return { version: session.oracleServerVersionString };
  },

  async execute({ session, sql, binds = [], options = {} }) {
    const values = binds.map(bind => ({ type: typeOf(bind.type), val: toBind(bind.type, bind.value) }));
    const result = await sessions.get(session).execute(sql, values, { fetchTypeHandler: fetchType, ...options });
    return {
      columns: (result.metaData ?? []).map(column => ({ ...column, dbType: undefined, fetchType: undefined })),
      rows: await rowsOf(result),
      rowsAffected: result.rowsAffected ?? null
    };
  },

  async executeMany({ session, sql, types, rows, batchErrors = false }) {
    const values = rows.map(row => row.map((text, i) => toBind(types[i], text)));
    const result = await sessions.get(session).executeMany(sql, values, {
      bindDefs: types.map(type => ({ type: typeOf(type), maxSize: 1000 })),
      dmlRowCounts: true,
      batchErrors
    });
    return {
      rowsAffected: result.rowsAffected,
      counts: result.dmlRowCounts,
      errors: (result.batchErrors ?? []).map(error => ({ row: error.offset, text: error.message }))
    };
  },

  async ping({ session }) {
    await sessions.get(session).ping();
    return {};
  },

  async commit({ session }) {
    await sessions.get(session).commit();
    return {};
  },

  async rollback({ session }) {
    await sessions.get(session).rollback();
    return {};
  },

  async close({ session }) {
    await sessions.get(session).close();
    sessions.delete(session);
    return {};
  }
};

async function answer(line) {
  try {
    const request = JSON.parse(line);
    return await calls[request.call](request);
  } catch (error) {
    return { code: error.errorNum ?? -1, text: error.message };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(line)) + '\n');
  }
  for (const session of sessions.values()) {
    await session.close();
  }
})();
