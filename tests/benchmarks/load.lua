-- wrk asks what a file says, line by line and over again, and tells how it was answered as one line of JSON.
--     wrk … --script load.lua URL -- FILE PAUSE
-- A line is METHOD, address, who asks and a body, with tabs between; PAUSE is in ms, from an answer to the next.
local lines, next_line, pause, threads = {}, 0, 0, {}
answers, refusals_without_a_time = {}, 0

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  for line in io.lines(args[1]) do
    table.insert(lines, { line:match("^(%S+)\t(%S+)\t(%S+)\t(.*)$") })
  end
  pause = tonumber(args[2])
end

function delay()
  return pause
end

function request()
  next_line = next_line % #lines + 1
  local method, address, from, body = unpack(lines[next_line])
  wrk.headers["X-Forwarded-For"] = from
  wrk.headers["Content-Type"] = body ~= "" and "application/x-www-form-urlencoded" or nil
  return wrk.format(method, address, nil, body ~= "" and body or nil)
end

function response(status, headers)
  answers[tostring(status)] = (answers[tostring(status)] or 0) + 1
  if (status == 429 or status == 503) and not headers["Retry-After"] then
    refusals_without_a_time = refusals_without_a_time + 1
  end
end

function done(summary, latency)
  local counts = {}
  for status, count in pairs(threads[1]:get("answers")) do
    table.insert(counts, string.format('"%s": %d', status, count))
  end
  local failed = summary.errors
  print(string.format(
    '{"answers": {%s}, "p50": %.1f, "p99": %.1f, "longest": %.1f, "unanswered": %d, "untimed": %d}',
    table.concat(counts, ", "), latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    failed.connect + failed.read + failed.write + failed.timeout, threads[1]:get("refusals_without_a_time")))
end
