// Toàn bộ phần nhúng. Trang nào cũng chỉ cần:
//   <script type="module" src="https://địa-chỉ-cổng/widget.js"></script>
//   <hoi-dap-so></hoi-dap-so>
import "./widget/element.js";
