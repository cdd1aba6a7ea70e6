# Mọi lệnh của dự án. `make` liệt kê chúng.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
MODEL := models/hoi-dap-so.tar.gz
BROWSER_TOOLS := tests/browser/node_modules/.installed
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check ci model knowledge knowledge-report read-report text-report stories catalogue coverage mutants bench bench-knowledge bench-search bench-console widget-report nlu-report fit screenshots lock clean

help: ## Liệt kê các lệnh
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s'|'

run: $(MODEL) knowledge ## Cài, huấn luyện nếu cần, chạy bot và trang web; Ctrl-C để dừng
	@$(PYTHON) -m bot.run

test: .venv/installed $(MODEL) ## Chạy mọi kiểm thử
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone"
	@$(PYTHON) -m pytest -m alone

check: .venv/installed $(BROWSER_TOOLS) ## Kiểm mã (ruff, mypy, hướng nhập mô-đun, kiểu của JavaScript) và nội dung
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@mkdir -p var
	@cd tests/browser && node_modules/.bin/tsc -p tsconfig.json && node_modules/.bin/tsc -p tsconfig.worker.json
	@$(PYTHON) -m bot.knowledge check
	@.venv/bin/rasa data validate --config config.yml --domain domain.yml --data bot/data > var/validate.log 2>&1 || { tail -5 var/validate.log; exit 1; }

stories: $(MODEL) ## Chạy mọi câu chuyện hội thoại cùng biến thể (báo cáo: results/stories/report.html), rồi `rasa test`
	@$(PYTHON) -m bot.stories run --report results/stories
	@.venv/bin/rasa test core --stories tests/stories --model $(MODEL) --e2e --fail-on-prediction-errors --no-plot --out results

catalogue: .venv/installed ## Sinh lại docs/catalogue.md: intent, slot, kết cục, luật, điều khẳng định được
	@$(PYTHON) -m bot.stories catalogue

coverage: $(MODEL) ## Câu chuyện đã chạm những gì của bot (results/stories/coverage.html), còn thiếu gì
	@$(PYTHON) -m bot.stories coverage --html results/stories/coverage.html --png results/stories/coverage.png

mutants: $(MODEL) ## Kiểm thử của kiểm thử: đổi 200 điều lúc chạy, đếm điều câu chuyện nhận ra; dưới 10 phút
	@$(PYTHON) -m bot.stories mutants --out results/stories/mutants.json

bench: $(MODEL) knowledge ## Đo máy chủ bot cạnh Rasa nguyên bản
	@$(PYTHON) -m bench

bench-knowledge: .venv/installed ## Đo kho 100 nghìn câu và một triệu số liệu bịa, dưới 12 phút
	@$(PYTHON) -m bench.knowledge

bench-search: .venv/installed ## Đo tìm kiếm trên XQuAD tiếng Việt cạnh các cách khác, khoảng 10 phút (cần ../shared)
	@$(PYTHON) -m bench.search

bench-console: .venv/installed ## Đo mọi trang của bàn làm việc: 200 cuộc chờ, 10.000 câu chưa trả lời được; chừng 1 phút, hỏng khi p95 quá 300 ms
	@$(PYTHON) -m bench.console

widget-report: .venv/installed ## Đo tiện ích trên điện thoại yếu, mạng chậm, cạnh rasa-webchat và deep-chat; chừng 3 phút (cần npm, Chromium)
	@$(PYTHON) -m bench.widget --out results/widget-report.json

read-report: .venv/installed ## Đo việc đọc bài mới trên các bài nguồn (cần ../shared)
	@$(PYTHON) -m bench.read_report

nlu-report: .venv/installed ## Đo bot hiểu người dân tới đâu, chừng 6 phút; hỏng khi một số chính giảm quá 1 điểm
	@$(PYTHON) -m bench.nlu_report

fit: .venv/installed ## Học lại xác suất của câu trả lời (confidence.yml) trên cách hỏi để dành, chừng 6 phút
	@$(PYTHON) -m bench.fit_confidence

text-report: .venv/installed ## Đo từng bước đọc chữ gõ xấu (Telex, dính, sai, thiếu dấu) trên cách hỏi để riêng
	@$(PYTHON) -m bench.text_steps

knowledge: .venv/installed ## Đưa tệp kiến thức vào cơ sở dữ liệu
	@$(PYTHON) -m bot.knowledge sync

knowledge-report: .venv/installed ## Câu trả lời sắp hết hiệu lực, đến hạn xem lại, chưa ai xem
	@$(PYTHON) -m bot.knowledge report

model: $(MODEL) ## Huấn luyện mô hình nếu dữ liệu đã đổi

$(MODEL): .venv/installed config.yml domain.yml $(wildcard bot/nlu/*) $(wildcard bot/vietnamese/*) $(shell find bot/data knowledge/answers knowledge/tasks -name '*.yml') knowledge/places.yml knowledge/indicators.yml
	@echo "Huấn luyện mô hình, khoảng 2 phút; chi tiết ở var/train.log"
	@mkdir -p var
	@RASA_MAX_CACHE_SIZE=0 .venv/bin/rasa train --force --skip-validation --config config.yml --domain domain.yml --data bot/data \
		--fixed-model-name hoi-dap-so --out models 2>&1 \
		| tee var/train.log | sed -nuE "s/.*Starting to train component '([^']+)'.*/  đang học: \1/p" ; \
		test $${PIPESTATUS[0]} = 0 || { tail -5 var/train.log; echo "Huấn luyện không xong; xem var/train.log, sửa rồi chạy lại cùng lệnh."; exit 1; }
	@$(PYTHON) -m bot.knowledge vectors $(@D)/passage_vectors.npz
	@touch $@

.venv/installed: requirements.lock .python-version deploy/install.sh
	@deploy/install.sh
	@touch $@

screenshots: .venv/installed ## Chụp lại hình trong tài liệu từ cổng thật và kho thật, không cần mô hình (cần Chromium)
	@$(PYTHON) -m docs.screenshots
	@$(PYTHON) -m docs.desk_screenshots

$(BROWSER_TOOLS): tests/browser/package.json tests/browser/package-lock.json tests/browser/.npmrc
	@command -v npm >/dev/null || { echo "Kiểm mã JavaScript cần Node.js và npm (Debian: apt-get install nodejs npm)."; exit 1; }
	@cd tests/browser && npm ci --loglevel=error >/dev/null
	@touch $@

lock: ## Tính lại requirements.lock từ pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --extra dev --extra embedding --override deploy/overrides.txt --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --python-version 3.10 -o requirements.lock

clean: ## Xoá mọi thứ sinh ra (môi trường, mô hình, dữ liệu khi chạy)
	@rm -rf .venv models results var .rasa tests/browser/node_modules
