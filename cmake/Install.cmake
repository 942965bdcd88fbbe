# SPDX-License-Identifier: EUPL-1.2
# cmake --install build/release --prefix /opt/leitstand: the three programs and what they read (src/base/configuration.cpp
# finds it from the place of the program). The screens must have been built: npm --prefix web run build, or ./run --setup-only.
include(GNUInstallDirs)
install(TARGETS leitstand RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS leitstand-reader leitstand-recogniser RUNTIME DESTINATION libexec/leitstand)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/catalogue/de DESTINATION share/leitstand/catalogue PATTERN README.md EXCLUDE
        PATTERN letters EXCLUDE) # they train the models and are of no use to a server
install(DIRECTORY ${CMAKE_SOURCE_DIR}/web/dist/ DESTINATION share/leitstand/web)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/NOTICE DESTINATION share/doc/leitstand)
