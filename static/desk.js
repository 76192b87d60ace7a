// Streamlit would look for its server below every page's own address first (a 404 each); it is at the beginning of ours.
window.__streamlit = { BACKEND_BASE_URL: location.origin + "/", MAIN_PAGE_BASE_URL: location.origin + "/" };
