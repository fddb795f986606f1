# embed_files(TARGET NAME FILES…): puts files into TARGET as `std::span<const Embedded> NAME()` of backend/embedded.hpp; who needs
# them declares that function. The program then needs no files of its own to start.
set(ONECARD_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_run.cmake)

function(embed_files target name)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE paths)
  list(JOIN paths "|" joined)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAME=${name} -DFILES=${joined} -P ${ONECARD_EMBED_SCRIPT}
    DEPENDS ${paths} ${ONECARD_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
