# canvas.js + canvas.wasm: Dear ImGui on the page's main thread. Included by the top CMakeLists.txt under Emscripten.
if(NOT EXISTS "${GLASSHEAP_IMGUI_DIR}/imgui.h")
  include(FetchContent)
  FetchContent_Declare(imgui GIT_REPOSITORY https://github.com/ocornut/imgui.git GIT_TAG v1.92.2b GIT_SHALLOW ON)
  FetchContent_MakeAvailable(imgui)
  set(GLASSHEAP_IMGUI_DIR "${imgui_SOURCE_DIR}")
endif()

find_program(SUBSET pyftsubset REQUIRED)

add_custom_command(OUTPUT "${generated}/theme_tokens.h"
  COMMAND "${NODE}" scripts/generate/theme.mjs web/theme.json "${generated}/theme_tokens.h"
  DEPENDS web/theme.json scripts/generate/theme.mjs WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM)

# Fonts: the characters that panels can show, cut out of the distribution's fonts.
set(unicodes "U+20-7E,U+A0-17F,U+2013-2014,U+2018-201D,U+2026,U+2190-2193,U+00D7,U+25B2,U+25BC")
set(sans /usr/share/fonts/opentype/inter/Inter-Medium.otf)
set(mono /usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf)
foreach(font sans mono)
  add_custom_command(OUTPUT "${generated}/${font}.font"
    COMMAND "${SUBSET}" "${${font}}" "--unicodes=${unicodes}" --layout-features= --no-hinting --desubroutinize
            "--output-file=${generated}/${font}.font"
    DEPENDS "${${font}}" VERBATIM)
endforeach()
file(GLOB shaders CONFIGURE_DEPENDS shaders/*.glsl)
set(assets "kSansFont=${generated}/sans.font" "kMonoFont=${generated}/mono.font")
foreach(shader IN LISTS shaders)
  get_filename_component(name "${shader}" NAME_WE)
  list(APPEND assets "${name}_glsl=${shader}")
endforeach()
add_custom_command(OUTPUT "${generated}/assets.h"
  COMMAND "${NODE}" scripts/generate/embed.mjs "${generated}/assets.h" ${assets}
  DEPENDS scripts/generate/embed.mjs "${generated}/sans.font" "${generated}/mono.font" ${shaders}
  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM)

add_library(imgui STATIC
  "${GLASSHEAP_IMGUI_DIR}/imgui.cpp" "${GLASSHEAP_IMGUI_DIR}/imgui_draw.cpp" "${GLASSHEAP_IMGUI_DIR}/imgui_tables.cpp"
  "${GLASSHEAP_IMGUI_DIR}/imgui_widgets.cpp" "${GLASSHEAP_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp")
target_include_directories(imgui SYSTEM PUBLIC "${GLASSHEAP_IMGUI_DIR}")
target_compile_definitions(imgui PUBLIC IMGUI_DISABLE_FILE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_IMPL_OPENGL_ES3)
target_compile_options(imgui PRIVATE -fno-exceptions -fno-rtti -Oz)

file(GLOB_RECURSE canvas_sources CONFIGURE_DEPENDS web/canvas/*.cc)
add_executable(canvas ${canvas_sources} "${generated}/theme_tokens.h" "${generated}/assets.h")
target_link_libraries(canvas PRIVATE glassheap_options imgui)
add_dependencies(canvas generated_views)
target_include_directories(canvas PRIVATE web/canvas)
target_compile_options(canvas PRIVATE -Oz)
target_link_options(canvas PRIVATE -Oz -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web -sMIN_WEBGL_VERSION=2
  -sMAX_WEBGL_VERSION=2 -sALLOW_MEMORY_GROWTH=1 -sFILESYSTEM=0 -sMALLOC=emmalloc --no-entry
  "-sEXPORTED_FUNCTIONS=['_malloc','_free']" "-sEXPORTED_RUNTIME_METHODS=['GL']")
