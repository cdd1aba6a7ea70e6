"""Nơi Alembic bắt đầu; luôn chạy trên kết nối mà `bot.database.upgrade` đưa cho."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
