# capture.zsh FILE LINE: the line as it stands after one press of the tab key, between < and >.
zmodload zsh/zpty
zpty shell zsh -f -i
setup="PS1=; autoload -Uz compinit; compinit -u -D; source ${(q)1}"
setup+='; show() { print -r -- "<$BUFFER>" }; zle -N show; bindkey "^X" show; bindkey "^I" complete-word'
zpty -w shell "$setup; print -r -- rea''dy"
text=
while [[ $text != *ready* ]] && zpty -r shell chunk; do text+=$chunk; done
zpty -w -n shell $2$'\t\x18'
text=
while [[ $text != *\>* ]] && zpty -r shell chunk; do text+=$chunk; done
print -r -- $text
zpty -d shell
