-- Kịch bản cho wrk: mỗi người nói chuyện là một luồng với một kết nối, gửi câu sau khi đã nhận lời đáp câu trước.
-- Một người luôn gọi cùng một máy chủ, nên một cuộc trò chuyện ở trọn một máy chủ.
-- Đọc từ môi trường: BENCH_PORTS, BENCH_PHASE (để người của chặng này là người mới), BENCH_QUESTIONS.

local TURNS_PER_TALK = 10 -- sau chừng ấy lượt thì một người mới bắt đầu, như ngoài đời

local threads = {}

-- Chạy một lần cho mỗi luồng, ở trạng thái Lua chung.
function setup(thread)
  local ports = {}
  for port in os.getenv("BENCH_PORTS"):gmatch("%d+") do
    ports[#ports + 1] = port
  end
  table.insert(threads, thread)
  thread:set("talker", #threads)
  thread.addr = wrk.lookup("127.0.0.1", ports[#threads % #ports + 1])[1]
end

-- Từ đây đến response(): trạng thái Lua riêng của từng luồng.
asked, broken = 0, 0

function init()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  phase = os.getenv("BENCH_PHASE")
  questions = {}
  for line in io.lines(os.getenv("BENCH_QUESTIONS")) do
    if line:find("%S") then
      questions[#questions + 1] = line:gsub('["\\]', "\\%0")
    end
  end
end

function request()
  local sender = ("%s-%d-%d"):format(phase, talker, math.floor(asked / TURNS_PER_TALK))
  local question = questions[(talker * 7 + asked) % #questions + 1]
  asked = asked + 1
  return wrk.format(nil, nil, nil, ('{"sender":"%s","message":"%s"}'):format(sender, question))
end

-- Rasa trả 200 với danh sách rỗng khi một hành động hỏng: đó cũng là lỗi.
function response(status, _headers, body)
  if status < 400 and not body:find('"custom"', 1, true) then
    broken = broken + 1
  end
end

function done(summary, latency)
  local all_asked, all_broken = 0, 0
  for _, thread in ipairs(threads) do
    all_asked = all_asked + thread:get("asked")
    all_broken = all_broken + thread:get("broken")
  end
  local errors = summary.errors
  local socket = errors.connect + errors.read + errors.write
  -- Máy chủ đóng kết nối giữa chừng thì có khi wrk nối lại mà không báo. Lúc hết giờ mỗi người còn một lượt dở;
  -- số 1 là lượt wrk gọi thử kịch bản.
  local lost = math.max(0, all_asked - summary.requests - #threads - socket - 1)
  io.write(
    ('\n{"requests":%d,"microseconds":%d,"p50":%d,"p95":%d,'):format(
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(95)
    ),
    ('"errors":{"status":%d,"socket":%d,"timeout":%d,"broken":%d,"lost":%d}}\n'):format(
      errors.status, socket, errors.timeout, all_broken, lost
    )
  )
end
