/** Trang số trên điện thoại: gấp các bảng dài lại cho dễ lướt; máy tính và máy không JavaScript thì bảng mở sẵn. */
if (matchMedia("(max-width: 40rem)").matches) {
  for (const table of document.querySelectorAll(".numbers details")) table.removeAttribute("open");
}

export {};
