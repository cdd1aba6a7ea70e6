"""Chạy đồ thị thành phần của Rasa theo thứ tự đã tính sẵn, không qua dask, với luật biết nhớ.

`DaskGraphRunner` dựng lại đồ thị con và viết cả tracker thành chữ cho một dòng nhật ký gỡ lỗi ở mỗi lần chạy; một tin
nhắn chạy đồ thị ba lần.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.core.policies import rule_policy
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

from bot.server.rule_policy import RulePolicy


class OrderedGraphRunner(DaskGraphRunner):
    """Cùng các nút, cùng kết quả; chỉ khác cách gọi."""

    def __init__(self, graph_schema: GraphSchema, *arguments: Any, **named: Any) -> None:
        nodes = {
            name: replace(node, uses=RulePolicy) if node.uses is rule_policy.RulePolicy else node
            for name, node in graph_schema.nodes.items()
        }
        super().__init__(GraphSchema(nodes), *arguments, **named)
        self._orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Chạy mọi nút mà `targets` cần, mỗi nút sau những nút nó cần."""
        wanted = tuple(targets or self._graph_schema.target_names)
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._order(wanted):
            results[name] = self._instantiated_nodes[name](*(results[need] for need in needs))
        return dict(results[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        if targets not in self._orders:
            nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            order: dict[str, tuple[str, ...]] = {}

            def visit(name: str) -> None:
                if name not in nodes or name in order:  # không phải nút thì là đầu vào
                    return
                needs = tuple(nodes[name].needs.values())
                for need in needs:
                    visit(need)
                order[name] = needs

            for target in targets:
                visit(target)
            self._orders[targets] = list(order.items())
        return self._orders[targets]
