// An old link to a part that is not on this page: the address `at` knows where it stands now.
(() => {
  const guide = document.querySelector("[data-at]");
  const follow = () => {
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (!/^[a-z0-9][a-z0-9-]*$/.test(anchor) || document.getElementById(anchor)) return;
    location.replace(guide.dataset.at.replace(/x\/$/, `${anchor}/`));
  };
  addEventListener("hashchange", follow);
  follow();
})();
