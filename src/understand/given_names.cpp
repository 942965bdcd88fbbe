// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/given_names.hpp"

#include <string>
#include <unordered_set>

#include "text/normalise.hpp"

namespace leitstand::detail_understand {

namespace {

// Common given names of people who live in Germany, of several generations and origins. Left out
// are names that are more often another word ("Mai", "Rose", "Wolf").
constexpr std::string_view kGivenNames =
    "Aaron Abdul Abdullah Achim Ada Adam Adele Adelheid Adrian Agata Agnes Agnieszka Ahmad "
    "Ahmed Aische Aishe Alba Albert Albrecht Aleksander Aleksandra Alena Alessandro Alessia "
    "Alex Alexander Alexandra Alfons Alfred Ali Alice Alicia Alina Aline Alma Alois Alwin "
    "Amalia Amalie Amelie Amina Amir Amira Amy Ana Anastasia Anatol Andre Andrea Andreas "
    "Andrej Andrzej André Anette Angela Angelika Angelina Anita Anja Anke Ann Anna Annabell "
    "Anne Annegret Annelie Anneliese Annelore Annemarie Annett Annette Annika Ansgar Anton "
    "Antonia Antonio Arian Ariana Ariane Arif Armin Arne Arno Arnold Arthur Artur Astrid "
    "Athanasios Aurelia Axel Aydin Aylin Ayse Aysel Ayşe Bahar Balthasar Barbara Bartosz "
    "Basti Bastian Beata Beate Beatrice Beatrix Beatriz Ben Benedikt Benjamin Bennet Bennett "
    "Benno Bente Berit Bernadette Bernd Bernhard Bert Bertha Berthold Bertram Bettina Bianca "
    "Bianka Birgit Birgitta Birte Björn Bogdan Boris Bozena Brigitta Brigitte Britt Britta "
    "Bruno Burak Burkhard Bülent Can Carina Carl Carla Carlo Carlos Carlotta Carmen Carola "
    "Carolin Carolina Caroline Carsten Catarina Catharina Cem Cemal Chantal Charlotte Chiara "
    "Chidera Christa Christel Christian Christiane Christin Christina Christine Christof "
    "Christoph Christopher Cindy Claas Claire Clara Claudia Claudio Claus Clemens Conny "
    "Constantin Constanze Cora Cordula Corinna Cornelia Cornelius Cosima Curt Dagmar Dajana "
    "Damian Dana Dani Danica Daniel Daniela Danny Dario Dariusz David Deborah Denis Denise "
    "Deniz Dennis Detlef Detlev Diana Diego Diemut Dieter Dietmar Dietrich Dilara Dimitri "
    "Dimitrios Dirk Dmitri Dominic Dominik Dominique Dora Doreen Doris Dorit Dorota Dorothea "
    "Dorothee Dragan Dörte Ebru Eckart Eckhard Eda Edda Edeltraud Edgar Edith Eduard Egbert "
    "Egon Eileen Ekaterina Ekkehard Elena Elfriede Elias Elif Elisa Elisabeth Elise Elke "
    "Ella Ellen Elli Elmar Elsa Elsbeth Else Elvira Emanuel Emely Emil Emilia Emilie Emily "
    "Emine Emma Emmy Emre Enes Enno Enrico Erdem Eren Erhard Eric Erich Erik Erika Erna "
    "Ernestine Ernst Erwin Esra Esther Eugen Eva Evelin Eveline Evelyn Ewa Ewald Fabian "
    "Fabio Fadime Falk Fatih Fatima Fatma Fatou Felicitas Felix Ferdi Ferdinand Fiete Fiona "
    "Florence Florian Folkert Franca Frank Franz Franziska Frauke Freya Frida Frieda Frieder "
    "Friederike Friedhelm Friedrich Fritz Gabi Gabriel Gabriela Gabriele Galina Georg "
    "Georgios Gerald Gerd Gerda Gerhard Gerlinde Gernot Gero Gert Gertraud Gertrud Gesa "
    "Gesine Gianluca Gina Giovanna Giovanni Gisela Gitta Giulia Giuseppe Goran Grace Greta "
    "Grete Grzegorz Gudrun Guido Guiseppe Gundula Gunnar Gunter Gustav Günter Günther Habib "
    "Hakan Halina Hamza Hanna Hannah Hanne Hannelore Hannes Hans Harald Hartmut Hartwig "
    "Hasan Hassan Hatice Hauke Hedda Hedi Hedwig Heide Heidemarie Heidi Heidrun Heike Heiko "
    "Heiner Heinrich Heinz Helena Helene Helga Helge Hella Helmut Helmuth Hendrik Henning "
    "Henri Henriette Henrik Henry Henryk Herbert Hermann Hermine Hertha Hilal Hilda Hilde "
    "Hildegard Hiltrud Hinnerk Holger Horst Hubert Hubertus Hussein Hüseyin Ibrahim Ida Igor "
    "Ilka Ilona Ilse Iman Imke Ina Ines Inga Inge Ingeborg Ingmar Ingo Ingrid Inka Insa "
    "Irene Irina Iris Irma Irmgard Isa Isabel Isabell Isabella Isabelle Ismail Iva Ivan "
    "Ivana Ivo Iwona Jaap Jack Jacob Jacqueline Jakob Jakub Jan Jana Janet Janina Janine "
    "Janis Janne Jannes Jannik Jannis Janusz Jasmin Jasmina Jason Jean Jeanette Jeannette "
    "Jelena Jella Jenna Jennifer Jenny Jens Jessica Jessika Jette Jil Jim Jo Joachim Joana "
    "Joanna Jochen Joel Johann Johanna Johannes John Jolanda Jolanthe Jolina Jona Jonah "
    "Jonas Jonathan Jonna Jonte Josef Josefa Josefine Joseph Josephine Joshua Josip Jost "
    "Juan Judith Jule Julia Julian Juliana Juliane Julius Juri Justin Justus Jutta Jörg Jörn "
    "Jürgen Kai Kamil Karim Karin Karina Karl Karla Karlheinz Karolin Karolina Karoline "
    "Karsten Katarina Katarzyna Katharina Kathi Kathleen Kathrin Kathy Katja Katrin Kay Kaya "
    "Kazimierz Kemal Kerem Kerstin Kevin Kian Kilian Kim Kira Kirsten Klara Klaudia Klaus "
    "Knut Konrad Konstantin Konstantinos Korbinian Kornelia Kristian Kristin Kristina Kurt "
    "Kyra Ladislaus Lara Larissa Lars Laszlo Laura Laurenz Laurin Layla Lea Leander Leandro "
    "Leia Leila Lena Lene Leni Lennard Lennart Lenny Leo Leon Leonard Leonhard Leonie "
    "Leonora Leopold Leszek Levi Levin Lia Liam Lian Liane Lias Lidia Lieselotte Lili "
    "Lilia Lilian Liliana Lilli Lilly Lina Linda Linea Linn Linus Lisa Lisbeth Liselotte "
    "Lisette Liv Livia Loni Lore Lorena Lorenz Lothar Lotta Lotte Lou Louis Louisa Louise "
    "Luana Luca Lucas Lucia Luciano Lucie Lucy Ludger Ludwig Luis Luisa Luise Luka Lukas "
    "Luna Luzie Lydia Lynn Maarten Mads Magda Magdalena Mahmoud Maik Maike Maja Malea "
    "Malika Malin Malte Mandy Manfred Manuel Manuela Mara Marc Marcel Marco Marcus Marek "
    "Maren Margarete Margarethe Margit Margot Margret Margrit Maria Mariam Mariana Marianne "
    "Marie Marieke Marika Marina Mario Marion Marisa Marit Marius Marko Markus Marla Marleen "
    "Marlen Marlene Marlies Marlis Marlon Marta Marten Martha Martin Martina Marvin Marwa "
    "Maryam Mateo Mateusz Mathilda Mathilde Mathis Matilda Mats Mattea Matteo Matthias Matti "
    "Mattis Maurice Max Maxi Maximilian Maya Mechthild Mehdi Mehmet Melanie Melek Melina "
    "Melissa Mert Merve Meryem Mia Michael Michaela Michal Michel Michelle Mika Mike Mikhail "
    "Mila Milan Milena Milla Milo Mina Mira Miriam Mirja Mirjam Mirko Mohamad Mohamed "
    "Mohammad Mohammed Mona Monika Monique Moritz Mounir Muhammad Murat Mustafa Nadine "
    "Nadiya Nadja Naomi Natalia Natalie Natalja Natascha Nathalie Neele Nele Nelly Nesrin "
    "Nick Nico Nicola Nicolas Nicole Niels Nikita Niklas Niko Nikola Nikolai Nikolaos "
    "Nikolas Nikolaus Nils Nina Nino Noah Noemi Nora Norbert Nour Noura Nuri Oda Oksana Olaf "
    "Olena Olga Oliver Olivia Oliwia Omar Orhan Ortrud Oscar Oskar Osman Oswald Othmar Otmar "
    "Ottilie Otto Ousmane Pascal Patricia Patrick Patrizia Patryk Paul Paula Paulina Pauline "
    "Pavel Pawel Peer Pelle Peter Petr Petra Phil Philip Philipp Philippa Pia Pierre Piet "
    "Piotr Rabea Rafael Raffaele Raimund Rainer Ralf Ralph Ramona Randolf Raphael Rasmus "
    "Raul Rebecca Rebekka Regina Regine Reiner Reinhard Reinhold Renata Renate René Ricarda "
    "Ricardo Richard Rico Rieke Rita Robert Roberto Robin Rocco Roger Roland Rolf Roman Romy "
    "Ron Ronald Ronja Ronny Rosa Rosalie Rosemarie Rosi Roswitha Roxana Rozalia Ruben Rudi "
    "Rudolf Rune Ruslan Ruth Rüdiger Sabine Sabrina Said Salma Salome Samir Samira Samuel "
    "Sandra Sandro Sandy Sara Sarah Sascha Saskia Sebastian Selim Selin Selina Selma Serap "
    "Sergej Serhij Serkan Sevgi Sibel Sibylle Siegbert Siegfried Sieglinde Siegmund Siglinde "
    "Sigmar Sigrid Sigrun Silas Silke Silvana Silvia Silvio Simon Simona Simone Sina Sinan "
    "Sofia Sofie Solveig Sonja Sophia Sophie Sorin Stanislaw Stefan Stefanie Steffen Steffi "
    "Stephan Stephanie Steven Stine Susan Susann Susanna Susanne Suse Svea Sven Svenja "
    "Swantje Swen Swetlana Sybille Sylke Sylvia Sylwia Szymon Sören Tabea Tamara Tamina "
    "Tania Tanja Tarek Tariq Tatjana Ted Thaddäus Thea Thekla Theo Theodor Theresa Therese "
    "Theresia Thies Thilo Thomas Thora Thorben Thore Thorsten Tilda Tilman Tilmann Tim Timm "
    "Timo Timon Tina Tjark Tobi Tobias Tom Tomas Tomasz Tomke Tony Torben Torsten Traudl "
    "Traute Tristan Udo Ufuk Ulf Uli Ulla Ullrich Ulrich Ulrike Ursel Ursula Uschi Uta Ute "
    "Uwe Valentin Valentina Valeria Vanessa Vasile Vera Verena Veronika Vicky Victor "
    "Victoria Viktor Viktoria Viktoriia Vincent Viola Virginia Vivien Volker Volkmar Vroni "
    "Walburga Waldemar Walter Waltraud Waltraut Wanda Wassili Welat Wencke Wenzel Werner "
    "Wibke Wiebke Wieland Wiktor Wilfried Wilhelm Wilhelmine Willi Willy Wilma Winfried "
    "Wioletta Wladimir Wojciech Wolfgang Wolfram Xaver Yannick Yannik Yannis Yara Yasemin "
    "Yasin Yasmin Yildiz Yulia Yusuf Yvonne Zahra Zehra Zeynep Zita Zoe Zofia Zuzanna Ömer "
    "Özgür Özlem Ümit";

// Frequent family names that are no other word; and given names too rare here for kGivenNames. They
// are masked wherever they stand, and lead to no field.
constexpr std::string_view kNamesToMask =
    "Abdulrahman Adeyemi Albrecht Arslan Aydin Aydoğan Bauermann Behrens Bergmann Boateng "
    "Bondarenko Brandt Çelik Darwish Demir Diallo Dietrich Doğan Ebert Engelhardt Erdoğan "
    "Friedrich Ghebremedhin Haddad Hartmann Heinrich Hermann Hofmann Hoffmann Huynh Jansen Kamara "
    "Kaya Khalil Khoury Kılıç Kowalczyk Kowalski Krämer Krüger Kuznetsov Lehmann Mansour Mensah "
    "Morozov Müllers Neumann Nguyen Noor Nowak Nwosu Okafor Özdemir Petersen Pham Schröder "
    "Schulze Seidel Şahin Shehadeh Shevchenko Szymański Tesfamariam Traoré Wiśniewski Woźniak "
    "Yıldız Yıldırım Yılmaz Zaidan Ziegler Zieliński Zimmermann";

std::unordered_set<std::string> make_forms(std::string_view names) {
    std::unordered_set<std::string> forms;
    for (std::size_t at = 0; at < names.size();) {
        auto const end = std::min(names.find(' ', at), names.size());
        forms.insert(text::matching_form(names.substr(at, end - at)));
        at = end + 1;
    }
    return forms;
}

} // namespace

bool given_name(std::string const& form) {
    static auto const kForms = make_forms(kGivenNames);
    return kForms.contains(form);
}

bool name_to_mask(std::string const& form) {
    static auto const kForms = make_forms(kNamesToMask);
    return given_name(form) || kForms.contains(form);
}

} // namespace leitstand::detail_understand
