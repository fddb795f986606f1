# Writes the C++ file of embed_files(): every file as an array of bytes, so that its size has no limit and no character is special.
string(REPLACE "|" ";" paths "${FILES}")
set(arrays "")
set(entries "")
foreach(path IN LISTS paths)
  get_filename_component(file ${path} NAME)
  file(READ ${path} hexadecimal HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," numbers "${hexadecimal}")
  string(MAKE_C_IDENTIFIER ${file} identifier)
  string(APPEND arrays "const unsigned char ${identifier}[] = {${numbers}0};\n")
  string(APPEND entries "    {\"${file}\", {reinterpret_cast<const char*>(${identifier}), sizeof ${identifier} - 1}},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"backend/embedded.hpp\"\n
namespace onecard {\nnamespace {\n${arrays}const Embedded files[] = {\n${entries}};\n}  // namespace\n
std::span<const Embedded> ${NAME}() { return files; }\n}  // namespace onecard\n")
